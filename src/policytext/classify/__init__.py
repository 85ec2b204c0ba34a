"""Classifiers: from items to the codes of taxonomies, each label with the words that earned it."""
