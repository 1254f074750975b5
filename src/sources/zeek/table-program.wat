;; Rows of conn.log, sixteen bytes at a time: passes over those that are of no use, with the same answer as
;; skipTableRows in table-skip.ts, and reads the others as far as everything in them is written plainly; what is
;; not is left to the careful reader. table-machine.ts says what is meant. Compiled by scripts/wasm.mjs.
;;
;; Memory: 0 … 65535 the table of source ports, 65536 … 131071 that of destination ports, 131072 … 132095 what is
;; to be read of a row, 132096 … 135167 where its columns end, 135168 … 196607 the rows that were read, 96 bytes
;; each, then the lines, with slack behind the last.
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
    (local $digits i64) (local $length i32) (local $port i32)
    ;; One to five digits, moved to the end of a word of eight and added up there.
    (local.set $digits (i64.xor (i64.load align=1 (local.get $at)) (i64.const 0x3030303030303030)))
    (local.set $length
      (i32.wrap_i64
        (i64.shr_u
          (i64.ctz
            (i64.and
              (i64.or (i64.add (local.get $digits) (i64.const 0x7676767676767676)) (local.get $digits))
              (i64.const 0x8080808080808080)))
          (i64.const 3))))
    (if (i32.gt_u (i32.sub (local.get $length) (i32.const 1)) (i32.const 4)) (then (return (i32.const -1))))
    (global.set $end (i32.add (local.get $at) (local.get $length)))
    (local.set $digits
      (i64.shl
        (local.get $digits)
        (i64.shl (i64.extend_i32_u (i32.sub (i32.const 8) (local.get $length))) (i64.const 3))))
    (local.set $digits
      (i64.and
        (i64.add
          (i64.mul (local.get $digits) (i64.const 10))
          (i64.shr_u (local.get $digits) (i64.const 8)))
        (i64.const 0x00ff00ff00ff00ff)))
    (local.set $digits
      (i64.and
        (i64.add
          (i64.mul (local.get $digits) (i64.const 100))
          (i64.shr_u (local.get $digits) (i64.const 16)))
        (i64.const 0x0000ffff0000ffff)))
    (local.set $port
      (i32.wrap_i64
        (i64.add
          (i64.mul (local.get $digits) (i64.const 10000))
          (i64.shr_u (local.get $digits) (i64.const 32)))))
    (select (local.get $port) (i32.const -1) (i32.le_u (local.get $port) (i32.const 65535))))

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

  ;; Which of the bytes from $at to $to, at most sixteen, are no digits, as bits.
  (func $others (param $at i32) (param $to i32) (result i32)
    (i32.and
      (i8x16.bitmask
        (i8x16.gt_u
          (i8x16.sub (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 48)))
          (i8x16.splat (i32.const 9))))
      (i32.sub (i32.shl (i32.const 1) (i32.sub (local.get $to) (local.get $at))) (i32.const 1))))

  ;; Whether `$micros` reads what stands there.
  (func $isMicros (param $at i32) (param $to i32) (result i32)
    (local $others i32) (local $point i32)
    (if (i32.le_u (i32.sub (local.get $to) (local.get $at)) (i32.const 16))
      (then
        (local.set $others (call $others (local.get $at) (local.get $to)))
        ;; A point behind one to nine digits, and nothing else.
        (local.set $point (i32.ctz (local.get $others)))
        (if (i32.and
              (i32.le_u (i32.sub (local.get $point) (i32.const 1)) (i32.const 8))
              (i32.eqz (i32.and (local.get $others) (i32.sub (local.get $others) (i32.const 1)))))
          (then
            (if (i32.eq (i32.load8_u (i32.add (local.get $at) (local.get $point))) (i32.const 46))
              (then (return (i32.const 1))))))))
    (f64.ge (call $micros (local.get $at) (local.get $to)) (f64.const 0)))

  ;; Reads one value that may be unset into the row at $row; 0 where it is not written plainly. The upper half of
  ;; $role says how it is read (1 time, 2 whole number, 3 text), the lower half where it goes.
  (func $value (param $role i32) (param $at i32) (param $to i32) (param $row i32) (param $unset i32) (param $empty i32)
    (result i32)
    (local $how i32) (local $first i32) (local $number f64)
    (local.set $how (i32.shr_u (local.get $role) (i32.const 4)))
    (local.set $role (i32.and (local.get $role) (i32.const 15)))
    (local.set $first (i32.load8_u (local.get $at)))
    (if (call $isUnset (local.get $at) (local.get $to) (local.get $unset)) (then (return (i32.const 1))))
    (if (i32.eq (local.get $how) (i32.const 3))
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

  ;; Puts down where each of the row's columns ends, its line feed included, from 132100 on, and what is before the
  ;; first: the position of the line feed, -1 where there are not $width columns.
  (func $ends (param $start i32) (param $separator i32) (param $width i32) (result i32)
    (local $bytes v128) (local $more v128) (local $hits i32) (local $lines i32) (local $next i32) (local $after i32)
    (local $last i32)
    (local.set $next (i32.const 132100))
    (local.set $last (i32.add (local.get $next) (i32.shl (local.get $width) (i32.const 2))))
    (i32.store (i32.const 132096) (i32.sub (local.get $start) (i32.const 1)))
    (loop $blocks
      (local.set $bytes (v128.load align=1 (local.get $start)))
      (local.set $more (v128.load offset=16 align=1 (local.get $start)))
      (local.set $lines
        (i32.or
          (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (i32.const 10))))
          (i32.shl
            (i8x16.bitmask (i8x16.eq (local.get $more) (i8x16.splat (i32.const 10))))
            (i32.const 16))))
      (local.set $hits
        (i32.or
          (local.get $lines)
          (i32.or
            (i8x16.bitmask (i8x16.eq (local.get $bytes) (i8x16.splat (local.get $separator))))
            (i32.shl
              (i8x16.bitmask (i8x16.eq (local.get $more) (i8x16.splat (local.get $separator))))
              (i32.const 16)))))
      ;; All up to the first line feed.
      (local.set $hits
        (i32.and
          (local.get $hits)
          (i32.xor (local.get $lines) (i32.sub (local.get $lines) (i32.const 1)))))
      (local.set $after
        (i32.add (local.get $next) (i32.shl (i32.popcnt (local.get $hits)) (i32.const 2))))
      (block $put
        (loop $four
          (br_if $put (i32.eqz (local.get $hits)))
          (i32.store offset=0
            (local.get $next)
            (i32.add (local.get $start) (i32.ctz (local.get $hits))))
          (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
          (i32.store offset=4
            (local.get $next)
            (i32.add (local.get $start) (i32.ctz (local.get $hits))))
          (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
          (i32.store offset=8
            (local.get $next)
            (i32.add (local.get $start) (i32.ctz (local.get $hits))))
          (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
          (i32.store offset=12
            (local.get $next)
            (i32.add (local.get $start) (i32.ctz (local.get $hits))))
          (local.set $hits (i32.and (local.get $hits) (i32.sub (local.get $hits) (i32.const 1))))
          (local.set $next (i32.add (local.get $next) (i32.const 16)))
          (br $four)))
      (local.set $next (local.get $after))
      (if (i32.eqz (local.get $lines))
        (then
          (if (i32.ge_u (local.get $next) (local.get $last)) (then (return (i32.const -1))))
          (local.set $start (i32.add (local.get $start) (i32.const 32)))
          (br $blocks))))
    (select
      (i32.add (local.get $start) (i32.ctz (local.get $lines)))
      (i32.const -1)
      (i32.eq (local.get $next) (local.get $last))))

  ;; Reads the row from $start into $row: the position of its line feed, -1 where it is not written plainly. Which
  ;; columns are to be read stands from 131072 on, each as four times its number: that of the begin, those of the two
  ;; addresses, that of the length where it need only be sound, else -1; from 131088 on those of whole numbers that
  ;; need only be sound, and -1; from 131108 on those of the ports and of the protocol, which are left to the caller;
  ;; from 131120 on those of all other values, each before its role, and -1.
  (func $row (param $start i32) (param $separator i32) (param $width i32) (param $unset i32) (param $empty i32)
    (param $row i32) (result i32)
    (local $lineEnd i32) (local $entry i32) (local $column i32) (local $from i32) (local $to i32) (local $number f64)
    (local $address i64)
    (local.set $lineEnd (call $ends (local.get $start) (local.get $separator) (local.get $width)))
    (if (i32.lt_s (local.get $lineEnd) (i32.const 0)) (then (return (i32.const -1))))
    (if (i32.eq (i32.load8_u (i32.sub (local.get $lineEnd) (i32.const 1))) (i32.const 13))
      (then (return (i32.const -1))))
    (local.set $column (i32.load (i32.const 131072)))
    (local.set $number
      (call $micros
        (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1))
        (i32.load offset=132100 (local.get $column))))
    (if (f64.lt (local.get $number) (f64.const 0)) (then (return (i32.const -1))))
    (f64.store (local.get $row) (local.get $number))
    (local.set $column (i32.load (i32.const 131076)))
    (local.set $address
      (call $v4
        (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1))
        (i32.load offset=132100 (local.get $column))))
    (if (i64.lt_s (local.get $address) (i64.const 0)) (then (return (i32.const -1))))
    (i32.store offset=48 (local.get $row) (i32.wrap_i64 (local.get $address)))
    (local.set $column (i32.load (i32.const 131080)))
    (local.set $address
      (call $v4
        (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1))
        (i32.load offset=132100 (local.get $column))))
    (if (i64.lt_s (local.get $address) (i64.const 0)) (then (return (i32.const -1))))
    (i32.store offset=52 (local.get $row) (i32.wrap_i64 (local.get $address)))
    (local.set $entry (i32.const 131088))
    (block $sound
      (loop $next
        (local.set $column (i32.load (local.get $entry)))
        (br_if $sound (i32.lt_s (local.get $column) (i32.const 0)))
        (local.set $entry (i32.add (local.get $entry) (i32.const 4)))
        (local.set $from (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1)))
        (local.set $to (i32.load offset=132100 (local.get $column)))
        (if (i32.gt_u (i32.sub (local.get $to) (local.get $from)) (i32.const 15))
          (then (return (i32.const -1))))
        (br_if $next
          (i32.eqz
            (i32.and
              (i8x16.bitmask
                (i8x16.gt_u
                  (i8x16.sub (v128.load align=1 (local.get $from)) (i8x16.splat (i32.const 48)))
                  (i8x16.splat (i32.const 9))))
              (i32.sub (i32.shl (i32.const 1) (i32.sub (local.get $to) (local.get $from))) (i32.const 1)))))
        (br_if $next (call $isUnset (local.get $from) (local.get $to) (local.get $unset)))
        (return (i32.const -1))))
    (local.set $column (i32.load (i32.const 131084)))
    (if (i32.ge_s (local.get $column) (i32.const 0))
      (then
        (local.set $from (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1)))
        (local.set $to (i32.load offset=132100 (local.get $column)))
        (if (i32.eqz (call $isUnset (local.get $from) (local.get $to) (local.get $unset)))
          (then
            (if (i32.eqz (call $isMicros (local.get $from) (local.get $to))) (then (return (i32.const -1))))))))
    (f64.store offset=8 (local.get $row) (f64.const nan))
    (v128.store offset=16 (local.get $row) (f64x2.splat (f64.const nan)))
    (v128.store offset=32 (local.get $row) (f64x2.splat (f64.const nan)))
    (v128.store offset=64 (local.get $row) (i32x4.splat (i32.const 0)))
    (v128.store offset=80 (local.get $row) (i32x4.splat (i32.const 0)))
    (local.set $entry (i32.const 131120))
    (loop $next
      (local.set $column (i32.load (local.get $entry)))
      (if (i32.lt_s (local.get $column) (i32.const 0)) (then (return (local.get $lineEnd))))
      (local.set $entry (i32.add (local.get $entry) (i32.const 8)))
      (br_if $next
        (call $value
          (i32.load (i32.sub (local.get $entry) (i32.const 4)))
          (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1))
          (i32.load offset=132100 (local.get $column))
          (local.get $row)
          (local.get $unset)
          (local.get $empty))))
    (i32.const -1))

  ;; The port in a column, which is given as four times its number; -1 where there is none.
  (func $portOf (param $column i32) (result i32)
    (local $port i32)
    (local.set $port (call $port (i32.add (i32.load offset=132096 (local.get $column)) (i32.const 1))))
    (select
      (local.get $port)
      (i32.const -1)
      (i32.eq (global.get $end) (i32.load offset=132100 (local.get $column)))))

  ;; Whether the value says that there is none.
  (func $isUnset (param $at i32) (param $to i32) (param $unset i32) (result i32)
    (i32.or
      (i32.eq (local.get $at) (local.get $to))
      (i32.and
        (i32.eq (i32.load8_u (local.get $at)) (local.get $unset))
        (i32.eq (i32.add (local.get $at) (i32.const 1)) (local.get $to)))))

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
    (local $row i32) (local $streak i32)
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
        ;; Among rows that are of use, the next one is read before it is looked at.
        (if (i32.and
              (i32.ge_u (local.get $streak) (i32.const 4))
              (i32.lt_u (global.get $read) (local.get $room)))
          (then
            (local.set $lineEnd
              (call $row (local.get $start) (local.get $separator) (local.get $width) (local.get $unset)
                (local.get $empty) (local.get $row)))
            (if (i32.and
                  (i32.ge_s (local.get $lineEnd) (i32.const 0))
                  (i32.le_u (i32.sub (local.get $lineEnd) (local.get $start)) (local.get $longest)))
              (then
                (local.set $src (call $portOf (i32.load (i32.const 131108))))
                (local.set $dest (call $portOf (i32.load (i32.const 131112))))
                (local.set $at (i32.load (i32.const 131116)))
                (local.set $byte (i32.load offset=132100 (local.get $at)))
                (local.set $at (i32.add (i32.load offset=132096 (local.get $at)) (i32.const 1)))
                (if (i32.and
                      (i32.and
                        (i32.ge_s (i32.or (local.get $src) (local.get $dest)) (i32.const 0))
                        (i32.eq (i32.sub (local.get $byte) (local.get $at)) (i32.const 3)))
                      (i32.eq
                        (i32.and (i32.load align=1 (local.get $at)) (i32.const 0x00dfdfdf))
                        (i32.const 0x00504354)))
                  (then
                    (if (i32.and
                          (i32.load8_u (local.get $src))
                          (i32.load8_u offset=65536 (local.get $dest)))
                      (then
                        (i32.store16 offset=56 (local.get $row) (local.get $src))
                        (i32.store16 offset=58 (local.get $row) (local.get $dest))
                        (i32.store offset=60 (local.get $row)
                          (i32.add (global.get $read) (i32.add (global.get $skipped) (global.get $unused))))
                        (global.set $read (i32.add (global.get $read) (i32.const 1)))
                        (local.set $row (i32.add (local.get $row) (i32.const 96)))
                        (local.set $start (i32.add (local.get $lineEnd) (i32.const 1)))
                        (br $row)))))))
            (local.set $streak (i32.const 0))))
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
            (local.set $streak (i32.add (local.get $streak) (i32.const 1)))
            (local.set $row (i32.add (local.get $row) (i32.const 96)))
            (local.set $start (i32.add (local.get $lineEnd) (i32.const 1)))
            (br $row)))
        (local.set $streak (i32.const 0))
        (local.set $lineEnd (call $lineEnd (local.get $at)))
        (br_if $found
          (i32.gt_u (i32.sub (local.get $lineEnd) (local.get $start)) (local.get $longest)))
        (if (local.get $tcp)
          (then (global.set $skipped (i32.add (global.get $skipped) (i32.const 1))))
          (else (global.set $unused (i32.add (global.get $unused) (i32.const 1)))))
        (local.set $start (i32.add (local.get $lineEnd) (i32.const 1)))
        (br $row)))
    (local.get $start)))
