-- odd
WITH
  "processes" AS (
    SELECT "part", "record", "row", "time", "hostname:host", "command_line",
           "command_line:folded", "exe:folded", "image_path:folded", "parent_exe:folded"
    FROM "process_create"
  ),
  "odd" AS (
    SELECT "part", "record", "row", "time"
    FROM "processes"
    WHERE "exe:folded" = 'cmd.exe'
      AND "parent_exe:folded" <> 'it''s.exe'
      AND "image_path:folded" LIKE '%\system32\__!%!_!!.exe' ESCAPE '!'
      AND regexp_matches("command_line", '(^|\s)-[Ee]nc', 'i')
      AND contains("command_line:folded", "exe:folded")
      AND "hostname:host" = 'dc1'
  )
SELECT "row"
FROM "odd"
ORDER BY "time", "part", "record", "row";
