"""Prints the figures of `run` as samples: name, side, value, unit. The median is between its minimum and maximum.

samples.py JSON
"""

import json
import sys

# The rows of the table, with the documents of swagger-ui that they are compared with.
ROWS = {"first": ("60 services", "ms"), "keystroke": ("60 services", "ms"), "form": ("mps", "ms"), "unfolded": (None, "ms"),
        "heap": ("60 services", "MB"), "assets": (None, "KB")}

with open(sys.argv[1], encoding="utf-8") as file:
    rows = json.load(file)["rows"]
for row in rows:
    document, unit = ROWS.get(row["row"], (None, None))
    if unit is None:
        continue
    side = row["side"]
    if side != "tc3" and document and document not in side:
        continue
    for value in (row["min"], row["median"], row["max"]):
        print(row["row"], "tc3" if side == "tc3" else "swagger-ui", value, unit, sep="\t")
