"""A folder of documents to tables on disk: streamed in parts, resumable, failures as rows.

``analyze_folder`` writes into its output folder::

    policytext-run.json                        version, fingerprint of the pipeline, numbers and digests
    templates.json                             lines that recur over the pages of one site, where there are any
    parts/00001/{documents,items,…}.parquet    the rows of some documents; complete or not there
    tables/{documents,items,…}.{parquet,csv}   all rows; the CSV opens in a spreadsheet as it is
    tables.xlsx                                the same in one workbook
"""

from policytext.batch.folder import Progress, analyze_folder
from policytext.batch.inputs import SUFFIXES
from policytext.batch.run import Run, load

__all__ = ["SUFFIXES", "Progress", "Run", "analyze_folder", "load"]
