-- odd
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "src_ip_hi", "src_ip_lo", "dest_ip_hi",
           "dest_ip_lo"
    FROM "flow_start"
  ),
  "odd" AS (
    SELECT "part", "record", "row", "time"
    FROM "flows"
    WHERE ("src_ip_hi" = 18446744073709551615 AND "src_ip_lo" = 18446744069582356481)
      OR "dest_ip_hi" <> 2306139568115548160
      OR "dest_ip_lo" <> 1
      OR ("dest_ip_hi" = 18338657682652659712 AND "dest_ip_lo" = 1)
      OR ("dest_ip_hi" = 18446744073709551615 AND "dest_ip_lo" = 18446744073709551615)
      OR ("dest_ip_hi" = 0 AND "dest_ip_lo" = 281470849515521)
      OR ("src_ip_hi" = "dest_ip_hi" AND "src_ip_lo" = "dest_ip_lo")
  )
SELECT "row"
FROM "odd"
ORDER BY "time", "part", "record", "row";
