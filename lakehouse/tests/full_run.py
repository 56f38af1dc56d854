"""What `npm run test:full` runs beyond `npm test`."""

import os

import pytest

FULL = os.environ.get("WEIR_TEST_FULL") == "1"

in_full_run = pytest.mark.skipif(not FULL, reason="long: npm run test:full")
