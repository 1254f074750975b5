-- odd
WITH
  "flows" AS (
    SELECT "part", "record", "row", "time", "src_port", "dest_port",
           "application_protocol:folded", "in_bytes", "network_direction:folded",
           "transport_protocol:folded"
    FROM "flow_start"
  ),
  "odd" AS (
    SELECT "part", "record", "row", "time"
    FROM "flows"
    WHERE ("dest_port" = 445 OR ("dest_port" > 1024 AND "in_bytes" <= 4096))
      AND NOT ("src_port" IN (53, 67, 68) OR NOT ("src_port" < "dest_port"))
      AND NOT (
        "transport_protocol:folded" = 'udp'
        AND "application_protocol:folded" = 'a protocol with a rather long name'
        AND "network_direction:folded" <> 'inbound'
      )
      AND TRUE
  )
SELECT "row"
FROM "odd"
ORDER BY "time", "part", "record", "row";
