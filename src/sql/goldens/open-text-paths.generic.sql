-- svcctl
WITH
  "messages" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "proto_info.Pipe",
           "proto_info.pipe", "proto_info.rpc_interface"
    FROM "flow_message"
  ),
  "svcctl" AS (
    SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "proto_info.Pipe",
           "proto_info.pipe", "proto_info.rpc_interface"
    FROM "messages"
    WHERE lower("proto_info.rpc_interface") = '367abb81-9844-35f1-ad32-98f038001003'
      AND lower("proto_info.Pipe") LIKE '%svcctl' ESCAPE '!'
      AND lower("proto_info.pipe") <> ''
  )
SELECT "time", "src_ip", "src_port", "dest_ip", "dest_port", "proto_info.Pipe",
       "proto_info.pipe", "proto_info.rpc_interface"
FROM "svcctl"
ORDER BY "time";
