"""polars over a Zeek conn.log in TSV: python3 polars_join.py FILE. Prints the number of rows. One lazy scan of
the needed columns, filtered, then the join and its window."""

import sys

import polars as pl

path = sys.argv[1]
with open(path, encoding="utf8") as log:
    names = next(line for line in log if line.startswith("#fields")).rstrip("\n").split("\t")[1:]
schema = {name: pl.Int32 if name in ("id.orig_p", "id.resp_p") else pl.String for name in names}
kept = (
    pl.scan_csv(path, separator="\t", comment_prefix="#", has_header=False, schema=schema, quote_char=None, null_values=["-"])
    .filter(pl.col("proto") == "tcp")
    .filter(
        (pl.col("id.resp_p") == 135) | ((pl.col("id.resp_p") >= 49152) & (pl.col("id.orig_p") >= 49152))
    )
    .select(
        pl.col("ts").str.replace(".", "", literal=True).cast(pl.Int64).alias("t"),
        pl.col("id.orig_h").alias("src"),
        pl.col("id.resp_h").alias("dst"),
        pl.col("id.orig_p").alias("sport"),
        pl.col("id.resp_p").alias("dport"),
    )
    .collect(engine="streaming")
)
mapper = kept.filter(pl.col("dport") == 135)
endpoint = kept.filter((pl.col("dport") >= 49152) & (pl.col("sport") >= 49152))
rows = mapper.lazy().join(endpoint.lazy(), on=["src", "dst"], suffix="_e").filter(
    (pl.col("t") < pl.col("t_e")) & (pl.col("t_e") < pl.col("t") + 2_000_000)
)
print(rows.select(pl.len()).collect(engine="streaming").item())
