-- svcctl
WITH
  "messages" AS (
    SELECT "part", "record", "row", "time", "proto_info.^Pipe:folded", "proto_info.pipe:folded",
           "proto_info.rpc_interface:folded"
    FROM "flow_message"
  ),
  "svcctl" AS (
    SELECT "part", "record", "row", "time"
    FROM "messages"
    WHERE "proto_info.rpc_interface:folded" = '367abb81-9844-35f1-ad32-98f038001003'
      AND "proto_info.^Pipe:folded" LIKE '%svcctl'
      AND "proto_info.pipe:folded" <> ''
  )
SELECT "row"
FROM "svcctl"
ORDER BY "time", "part", "record", "row";
