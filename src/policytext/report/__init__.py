"""Faces for people: highlighted text and a report page in which every number leads to its evidence.

``policytext.report.highlight`` shows a document, ``policytext.report.page`` a run. Nothing is imported here, because a
document that shows itself needs no tables.
"""
