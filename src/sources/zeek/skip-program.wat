;; Passes over rows of conn.log that are of no use, sixteen bytes at a time: the same answer as skipTableRows in
;; table-skip.ts, which says what is meant. Compiled by scripts/wasm.mjs.
;;
;; Memory: 0 … 65535 the table of source ports, 65536 … 131071 that of destination ports, then the lines, with
;; sixteen bytes of slack behind the last.
(module
  (memory (export "memory") 4)
  (global $skipped (export "skipped") (mut i32) (i32.const 0))
  (global $unused (export "unused") (mut i32) (i32.const 0))
  ;; Where the last port ended.
  (global $end (mut i32) (i32.const 0))

  ;; The position after the count-th separator at or after $at; -1 where the line has fewer.
  (func $after (param $at i32) (param $count i32) (param $separators v128) (result i32)
    (local $block v128) (local $hits i32) (local $ends i32) (local $found i32)
    (loop $next
      (local.set $block (v128.load align=1 (local.get $at)))
      (local.set $hits (i8x16.bitmask (i8x16.eq (local.get $block) (local.get $separators))))
      (local.set $ends (i8x16.bitmask (i8x16.eq (local.get $block) (i8x16.splat (i32.const 10)))))
      (local.set $found (i32.popcnt (local.get $hits)))
      (if (i32.ge_u (local.get $found) (local.get $count))
        (then
          (block $done
            (loop $clear
              (br_if $done (i32.le_u (local.get $count) (i32.const 1)))
              (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
              (local.set $count (i32.sub (local.get $count) (i32.const 1)))
              (br $clear)))
          (if (i32.and
                (i32.ne (local.get $ends) (i32.const 0))
                (i32.lt_u (i32.ctz (local.get $ends)) (i32.ctz (local.get $hits))))
            (then (return (i32.const -1))))
          (return (i32.add (i32.add (local.get $at) (i32.ctz (local.get $hits))) (i32.const 1)))))
      (if (local.get $ends) (then (return (i32.const -1))))
      (local.set $count (i32.sub (local.get $count) (local.get $found)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; The position of the line feed at or after $at.
  (func $lineEnd (param $at i32) (result i32)
    (local $ends i32)
    (loop $next
      (local.set $ends
        (i8x16.bitmask (i8x16.eq (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 10)))))
      (if (local.get $ends) (then (return (i32.add (local.get $at) (i32.ctz (local.get $ends))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; The port spelt at $at, -1 where none is; $end is where it ends.
  (func $port (param $at i32) (result i32)
    (local $digit i32) (local $port i32) (local $from i32)
    (local.set $from (local.get $at))
    (block $done
      (loop $next
        (local.set $digit (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
        (br_if $done (i32.gt_u (local.get $digit) (i32.const 9)))
        (br_if $done (i32.gt_u (i32.sub (local.get $at) (local.get $from)) (i32.const 5)))
        (local.set $port (i32.add (i32.mul (local.get $port) (i32.const 10)) (local.get $digit)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (global.set $end (local.get $at))
    (if (i32.or
          (i32.or
            (i32.eq (local.get $at) (local.get $from))
            (i32.gt_u (i32.sub (local.get $at) (local.get $from)) (i32.const 5)))
          (i32.gt_u (local.get $port) (i32.const 65535)))
      (then (return (i32.const -1))))
    (local.get $port))

  ;; The beginning of the first line from $start that somebody must look at; $to where there is none. What stands
  ;; at the three stops: 0 the protocol, 1 the source port, 2 the destination port.
  (func (export "skip")
    (param $start i32) (param $to i32) (param $separator i32) (param $longest i32)
    (param $gap0 i32) (param $stop0 i32) (param $gap1 i32) (param $stop1 i32) (param $gap2 i32) (param $stop2 i32)
    (result i32)
    (local $separators v128) (local $at i32) (local $i i32) (local $gap i32) (local $stop i32) (local $first i32)
    (local $tcp i32) (local $src i32) (local $dest i32) (local $port i32) (local $byte i32) (local $lineEnd i32)
    (local.set $separators (i8x16.splat (local.get $separator)))
    (global.set $skipped (i32.const 0))
    (global.set $unused (i32.const 0))
    (block $found
      (loop $row
        (br_if $found (i32.ge_u (local.get $start) (local.get $to)))
        (local.set $first (i32.load8_u (local.get $start)))
        (br_if $found (i32.eq (local.get $first) (i32.const 35)))
        (br_if $found (i32.eq (local.get $first) (i32.const 123)))
        (br_if $found
          (i32.and
            (i32.lt_u (local.get $first) (i32.const 32))
            (i32.ne (local.get $first) (local.get $separator))))
        (local.set $at (local.get $start))
        (local.set $tcp (i32.const 0))
        (local.set $src (i32.const 0))
        (local.set $dest (i32.const 0))
        (local.set $i (i32.const 0))
        (block $decided
          (loop $column
            (local.set $gap
              (select (local.get $gap0) (select (local.get $gap1) (local.get $gap2) (i32.eq (local.get $i) (i32.const 1)))
                (i32.eqz (local.get $i))))
            (local.set $stop
              (select (local.get $stop0) (select (local.get $stop1) (local.get $stop2) (i32.eq (local.get $i) (i32.const 1)))
                (i32.eqz (local.get $i))))
            (if (local.get $gap)
              (then
                (local.set $at (call $after (local.get $at) (local.get $gap) (local.get $separators)))
                (br_if $found (i32.lt_s (local.get $at) (i32.const 0)))))
            (if (i32.eqz (local.get $stop))
              (then
                (local.set $tcp
                  (i32.eq
                    (i32.and (i32.load align=1 (local.get $at)) (i32.const 0x00dfdfdf))
                    (i32.const 0x00504354)))
                (if (i32.eqz (local.get $tcp))
                  (then
                    (br_if $decided (i32.eq (local.get $i) (i32.const 2)))
                    (local.set $at (call $after (local.get $at) (i32.const 1) (local.get $separators)))
                    (br_if $found (i32.lt_s (local.get $at) (i32.const 0)))
                    (local.set $i (i32.add (local.get $i) (i32.const 1)))
                    (br $column)))
                (local.set $at (i32.add (local.get $at) (i32.const 3))))
              (else
                (local.set $port (call $port (local.get $at)))
                (br_if $found (i32.lt_s (local.get $port) (i32.const 0)))
                (local.set $at (global.get $end))
                (if (i32.eq (local.get $stop) (i32.const 1))
                  (then (local.set $src (local.get $port)))
                  (else (local.set $dest (local.get $port))))))
            (local.set $byte (i32.load8_u (local.get $at)))
            (if (i32.eq (local.get $byte) (local.get $separator))
              (then (local.set $at (i32.add (local.get $at) (i32.const 1))))
              (else
                (br_if $found (i32.lt_u (local.get $i) (i32.const 2)))
                (br_if $found
                  (i32.eqz
                    (i32.or
                      (i32.eq (local.get $byte) (i32.const 10))
                      (i32.and
                        (i32.eq (local.get $byte) (i32.const 13))
                        (i32.eq (i32.load8_u offset=1 (local.get $at)) (i32.const 10))))))))
            (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $column (i32.lt_u (local.get $i) (i32.const 3)))))
        (br_if $found
          (i32.and
            (local.get $tcp)
            (i32.ne
              (i32.and
                (i32.load8_u (local.get $src))
                (i32.load8_u offset=65536 (local.get $dest)))
              (i32.const 0))))
        (local.set $lineEnd (call $lineEnd (local.get $at)))
        (br_if $found
          (i32.gt_u (i32.sub (local.get $lineEnd) (local.get $start)) (local.get $longest)))
        (if (local.get $tcp)
          (then (global.set $skipped (i32.add (global.get $skipped) (i32.const 1))))
          (else (global.set $unused (i32.add (global.get $unused) (i32.const 1)))))
        (local.set $start (i32.add (local.get $lineEnd) (i32.const 1)))
        (br $row)))
    (local.get $start)))
