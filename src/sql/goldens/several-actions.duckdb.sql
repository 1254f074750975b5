-- programs
WITH
  "files" AS (
    SELECT 0 AS "kind", "part", "record", "row", "time", "extension:folded"
    FROM "file_create"
    UNION ALL
    SELECT 1 AS "kind", "part", "record", "row", "time", "extension:folded"
    FROM "file_modify"
  ),
  "programs" AS (
    SELECT "kind", "part", "record", "row", "time"
    FROM "files"
    WHERE "extension:folded" IN ('exe', 'dll', 'scr')
  )
SELECT "kind", "row"
FROM "programs"
ORDER BY "time", "part", "record", "kind", "row";
