"""From a body in normal form to its facts: items, agencies, targets, places, dates, what the document is."""
