"""Raw text to body: each cleaner yields edits that name what they remove (``kind``) and why (``rule``)."""
