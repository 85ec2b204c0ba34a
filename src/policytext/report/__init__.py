"""Faces for people: highlighted text and a report page in which every number leads to its evidence."""
