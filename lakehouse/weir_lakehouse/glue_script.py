"""The script of the AWS Glue job, uploaded beside the wheel that brings the rest of the package.

A failed run ends with an exception: Glue marks the run FAILED and takes its text as the message.
"""

import sys

if __name__ == "__main__":
    from weir_lakehouse.glue_job import main

    main(sys.argv[1:])
