;; Rows of conn.log, sixteen bytes at a time: passes over those that are of no use, with the same answer as
;; skipTableRows in table-skip.ts, and reads the others as far as everything in them is written plainly; what is
;; not is left to the careful reader. table-machine.ts says what is meant. Compiled by scripts/wasm.mjs.
;;
;; Memory: 0 … 65535 the table of source ports, 65536 … 131071 that of destination ports, 131072 … 135167 what
;; each column is, 135168 … 196607 the rows that were read, 96 bytes each, then the lines, with sixteen bytes of
;; slack behind the last.
(module
  (memory (export "memory") 4)
  (global $skipped (export "skipped") (mut i32) (i32.const 0))
  (global $unused (export "unused") (mut i32) (i32.const 0))
  (global $read (export "read") (mut i32) (i32.const 0))
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

  ;; include plain-values.wati

  ;; Whether the text has only ASCII and no backslash.
  (func $isPlain (param $at i32) (param $to i32) (result i32)
    (local $block v128) (local $odd i32) (local $left i32)
    (loop $next
      (local.set $block (v128.load align=1 (local.get $at)))
      (local.set $odd
        (i8x16.bitmask
          (v128.or (local.get $block) (i8x16.eq (local.get $block) (i8x16.splat (i32.const 92))))))
      (local.set $left (i32.sub (local.get $to) (local.get $at)))
      (if (i32.le_u (local.get $left) (i32.const 16))
        (then
          (return
            (i32.eqz
              (i32.and
                (local.get $odd)
                (i32.sub (i32.shl (i32.const 1) (local.get $left)) (i32.const 1)))))))
      (if (local.get $odd) (then (return (i32.const 0))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; Reads one value into the row at $row; 0 where it is not written plainly. The upper half of $role says how it
  ;; is read (1 time, 2 whole number, 3 address, 4 text), the lower half where it goes.
  (func $value (param $role i32) (param $at i32) (param $to i32) (param $row i32) (param $unset i32) (param $empty i32)
    (result i32)
    (local $how i32) (local $first i32) (local $number f64) (local $address i64)
    (local.set $how (i32.shr_u (local.get $role) (i32.const 4)))
    (local.set $role (i32.and (local.get $role) (i32.const 15)))
    (local.set $first (i32.load8_u (local.get $at)))
    (if (i32.or
          (i32.eq (local.get $at) (local.get $to))
          (i32.and
            (i32.eq (local.get $first) (local.get $unset))
            (i32.eq (i32.add (local.get $at) (i32.const 1)) (local.get $to))))
      ;; Without a time of its beginning, which goes to place 0, and without addresses a row is nothing.
      (then
        (return
          (i32.and
            (i32.ne (local.get $how) (i32.const 3))
            (i32.or (i32.ne (local.get $how) (i32.const 1)) (i32.ne (local.get $role) (i32.const 0)))))))
    (if (i32.eq (local.get $how) (i32.const 3))
      (then
        (local.set $address (call $v4 (local.get $at) (local.get $to)))
        (i32.store
          (i32.add (local.get $row) (i32.shl (local.get $role) (i32.const 2)))
          (i32.wrap_i64 (local.get $address)))
        (return (i64.ge_s (local.get $address) (i64.const 0)))))
    (if (i32.eq (local.get $how) (i32.const 4))
      (then
        (if (i32.eq (local.get $first) (local.get $empty)) (then (return (i32.const 0))))
        (local.set $row (i32.add (local.get $row) (i32.shl (local.get $role) (i32.const 3))))
        (i32.store offset=64 (local.get $row) (local.get $at))
        (i32.store offset=68 (local.get $row) (local.get $to))
        (return (call $isPlain (local.get $at) (local.get $to)))))
    (local.set $number
      (if (result f64) (i32.eq (local.get $how) (i32.const 1))
        (then (call $micros (local.get $at) (local.get $to)))
        (else (call $count (local.get $at) (local.get $to)))))
    (f64.store (i32.add (local.get $row) (i32.shl (local.get $role) (i32.const 3))) (local.get $number))
    (f64.ge (local.get $number) (f64.const 0)))

  ;; Reads the row from $start into $row: the position of its line feed, -1 where it is not written plainly.
  (func $row (param $start i32) (param $separator i32) (param $width i32) (param $unset i32) (param $empty i32)
    (param $row i32) (result i32)
    (local $block i32) (local $bytes v128) (local $hits i32) (local $at i32) (local $from i32) (local $column i32)
    (local $role i32)
    (v128.store (local.get $row) (f64x2.splat (f64.const nan)))
    (v128.store offset=16 (local.get $row) (f64x2.splat (f64.const nan)))
    (v128.store offset=32 (local.get $row) (f64x2.splat (f64.const nan)))
    (v128.store offset=64 (local.get $row) (i32x4.splat (i32.const 0)))
    (v128.store offset=80 (local.get $row) (i32x4.splat (i32.const 0)))
    (local.set $block (local.get $start))
    (local.set $from (local.get $start))
    (loop $next
      (local.set $bytes (v128.load align=1 (local.get $block)))
      (local.set $hits
        (i8x16.bitmask
          (v128.or
            (i8x16.eq (local.get $bytes) (i8x16.splat (local.get $separator)))
            (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 10))))))
      (block $through
        (loop $columns
          (br_if $through (i32.eqz (local.get $hits)))
          (local.set $at (i32.add (local.get $block) (i32.ctz (local.get $hits))))
          (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
          (if (i32.ge_u (local.get $column) (local.get $width)) (then (return (i32.const -1))))
          (local.set $role (i32.load8_u offset=131072 (local.get $column)))
          (if (local.get $role)
            (then
              (if (i32.eqz
                    (call $value (local.get $role) (local.get $from) (local.get $at) (local.get $row)
                      (local.get $unset) (local.get $empty)))
                (then (return (i32.const -1))))))
          (local.set $column (i32.add (local.get $column) (i32.const 1)))
          (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))
            (then
              (if (i32.or
                    (i32.ne (local.get $column) (local.get $width))
                    (i32.eq (i32.load8_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 13)))
                (then (return (i32.const -1))))
              (return (local.get $at))))
          (local.set $from (i32.add (local.get $at) (i32.const 1)))
          (br $columns)))
      (local.set $block (i32.add (local.get $block) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; The beginning of the first line from $start that somebody must look at, or before which $room rows were read;
  ;; $to where there is none. What stands at the three stops: 0 the protocol, 1 the source port, 2 the destination
  ;; port.
  (func (export "scan")
    (param $start i32) (param $to i32) (param $room i32) (param $longest i32)
    (param $separator i32) (param $width i32) (param $unset i32) (param $empty i32)
    (param $gap0 i32) (param $stop0 i32) (param $gap1 i32) (param $stop1 i32) (param $gap2 i32) (param $stop2 i32)
    (result i32)
    (local $separators v128) (local $at i32) (local $i i32) (local $gap i32) (local $stop i32) (local $first i32)
    (local $tcp i32) (local $src i32) (local $dest i32) (local $port i32) (local $byte i32) (local $lineEnd i32)
    (local $row i32)
    (local.set $separators (i8x16.splat (local.get $separator)))
    (global.set $skipped (i32.const 0))
    (global.set $unused (i32.const 0))
    (global.set $read (i32.const 0))
    (local.set $row (i32.const 135168))
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
        (if (i32.and
              (local.get $tcp)
              (i32.ne
                (i32.and
                  (i32.load8_u (local.get $src))
                  (i32.load8_u offset=65536 (local.get $dest)))
                (i32.const 0)))
          (then
            (br_if $found (i32.ge_u (global.get $read) (local.get $room)))
            (local.set $lineEnd
              (call $row (local.get $start) (local.get $separator) (local.get $width) (local.get $unset)
                (local.get $empty) (local.get $row)))
            (br_if $found (i32.lt_s (local.get $lineEnd) (i32.const 0)))
            (br_if $found
              (i32.gt_u (i32.sub (local.get $lineEnd) (local.get $start)) (local.get $longest)))
            (i32.store16 offset=56 (local.get $row) (local.get $src))
            (i32.store16 offset=58 (local.get $row) (local.get $dest))
            (i32.store offset=60 (local.get $row)
              (i32.add (global.get $read) (i32.add (global.get $skipped) (global.get $unused))))
            (global.set $read (i32.add (global.get $read) (i32.const 1)))
            (local.set $row (i32.add (local.get $row) (i32.const 96)))
            (local.set $start (i32.add (local.get $lineEnd) (i32.const 1)))
            (br $row)))
        (local.set $lineEnd (call $lineEnd (local.get $at)))
        (br_if $found
          (i32.gt_u (i32.sub (local.get $lineEnd) (local.get $start)) (local.get $longest)))
        (if (local.get $tcp)
          (then (global.set $skipped (i32.add (global.get $skipped) (i32.const 1))))
          (else (global.set $unused (i32.add (global.get $unused) (i32.const 1)))))
        (local.set $start (i32.add (local.get $lineEnd) (i32.const 1)))
        (br $row)))
    (local.get $start)))
