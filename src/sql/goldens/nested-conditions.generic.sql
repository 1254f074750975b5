-- odd
WITH
  "flows" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "application_protocol",
           "in_bytes", "network_direction", "transport_protocol"
    FROM "flow_start"
  ),
  "odd" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "application_protocol",
           "in_bytes", "network_direction", "transport_protocol"
    FROM "flows"
    WHERE ("dest_port" = 445 OR ("dest_port" > 1024 AND "in_bytes" <= 4096))
      AND NOT ("src_port" IN (53, 67, 68) OR NOT ("src_port" < "dest_port"))
      AND NOT (
        lower("transport_protocol") = 'udp'
        AND lower("application_protocol") = 'a protocol with a rather long name'
        AND lower("network_direction") <> 'inbound'
      )
      AND TRUE
  )
SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "application_protocol", "in_bytes",
       "network_direction", "transport_protocol"
FROM "odd"
ORDER BY "time";
