;; Records of JSON lines, sixteen bytes at a time: passes over those that are of no use, with the same answer as
;; skipJsonRows in json-skip.ts, and reads the others as far as everything in them is written plainly; what is not
;; is left to the careful reader. json-machine.ts says what is meant. Compiled by scripts/wasm.mjs.
;;
;; Memory: 0 … 65535 the table of source ports, 65536 … 131071 that of destination ports, 131072 … 134191 the
;; members of the shape, 48 bytes each, and its end, 134192 … 134319 where the values of the record stand (16
;; beginnings, 16 ends; by slot), 134320 … 134335 the slots of the wanted texts, 134336 … 140287 what literals have
;; beyond their first 16 bytes, each 16 of them followed by a mask, 140288 … 196607 the rows that were read, 96
;; bytes each, then the lines, with slack behind the last. Slots are given as four times their number.
(module
  (memory (export "memory") 4)
  (global $skipped (export "skipped") (mut i32) (i32.const 0))
  (global $unused (export "unused") (mut i32) (i32.const 0))
  (global $read (export "read") (mut i32) (i32.const 0))

  ;; The position of the line feed at or after $at.
  (func $lineEnd (param $at i32) (result i32)
    (local $ends i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (loop $next
      (local.set $a (i8x16.eq (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 10))))
      (local.set $b (i8x16.eq (v128.load offset=16 align=1 (local.get $at)) (i8x16.splat (i32.const 10))))
      (local.set $c (i8x16.eq (v128.load offset=32 align=1 (local.get $at)) (i8x16.splat (i32.const 10))))
      (local.set $d (i8x16.eq (v128.load offset=48 align=1 (local.get $at)) (i8x16.splat (i32.const 10))))
      (if (i32.eqz
            (v128.any_true
              (v128.or
                (v128.or (local.get $a) (local.get $b))
                (v128.or (local.get $c) (local.get $d)))))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (br $next))))
    (i32.add
      (local.get $at)
      (i32.wrap_i64
        (i64.ctz
          (i64.or
            (i64.extend_i32_u
              (i32.or
                (i8x16.bitmask (local.get $a))
                (i32.shl (i8x16.bitmask (local.get $b)) (i32.const 16))))
            (i64.shl
              (i64.extend_i32_u
                (i32.or
                  (i8x16.bitmask (local.get $c))
                  (i32.shl (i8x16.bitmask (local.get $d)) (i32.const 16))))
              (i64.const 32)))))))

  ;; The position of the first quote, backslash or control character at or after $at.
  (func $textEnd (param $at i32) (result i32)
    (local $block v128) (local $ends i32)
    (loop $next
      (local.set $block (v128.load align=1 (local.get $at)))
      (local.set $ends
        (i8x16.bitmask
          (v128.or
            (v128.or
              (i8x16.eq (local.get $block) (i8x16.splat (i32.const 34)))
              (i8x16.eq (local.get $block) (i8x16.splat (i32.const 92))))
            (i8x16.lt_u (local.get $block) (i8x16.splat (i32.const 32))))))
      (if (local.get $ends) (then (return (i32.add (local.get $at) (i32.ctz (local.get $ends))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; The position of the first byte at or after $at that is no digit.
  (func $digitsEnd (param $at i32) (result i32)
    (local $ends i32)
    (loop $next
      (local.set $ends
        (i8x16.bitmask
          (i8x16.gt_u
            (i8x16.sub (v128.load align=1 (local.get $at)) (i8x16.splat (i32.const 48)))
            (i8x16.splat (i32.const 9)))))
      (if (local.get $ends) (then (return (i32.add (local.get $at) (i32.ctz (local.get $ends))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br $next))
    (unreachable))

  ;; The end of the number at $at; -1 where none begins that is written without sign and exponent.
  (func $numberEnd (param $at i32) (result i32)
    (local $end i32)
    (local.set $end (call $digitsEnd (local.get $at)))
    (if (i32.eq (local.get $end) (local.get $at)) (then (return (i32.const -1))))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 48))
      (then
        (if (i32.gt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 1))
          (then (return (i32.const -1))))))
    (if (i32.eq (i32.load8_u (local.get $end)) (i32.const 46))
      (then
        (local.set $at (i32.add (local.get $end) (i32.const 1)))
        (local.set $end (call $digitsEnd (local.get $at)))
        (if (i32.eq (local.get $end) (local.get $at)) (then (return (i32.const -1))))))
    (if (i32.eq (i32.or (i32.load8_u (local.get $end)) (i32.const 32)) (i32.const 101))
      (then (return (i32.const -1))))
    (local.get $end))

  ;; The end of `true`, `false`, `null` or a list of plain texts without white space; -1 where none of them begins.
  (func $wordEnd (param $at i32) (result i32)
    (local $first i32) (local $word i32)
    (local.set $word (i32.load align=1 (local.get $at)))
    (if (i32.or
          (i32.eq (local.get $word) (i32.const 0x65757274))
          (i32.eq (local.get $word) (i32.const 0x6c6c756e)))
      (then (return (i32.add (local.get $at) (i32.const 4)))))
    (if (i32.and
          (i32.eq (local.get $word) (i32.const 0x736c6166))
          (i32.eq (i32.load8_u offset=4 (local.get $at)) (i32.const 101)))
      (then (return (i32.add (local.get $at) (i32.const 5)))))
    (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 91)) (then (return (i32.const -1))))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (if (i32.eq (i32.load8_u (local.get $at)) (i32.const 93))
      (then (return (i32.add (local.get $at) (i32.const 1)))))
    (loop $next
      (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 34)) (then (return (i32.const -1))))
      (local.set $at (call $textEnd (i32.add (local.get $at) (i32.const 1))))
      (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 34)) (then (return (i32.const -1))))
      (local.set $at (i32.add (local.get $at) (i32.const 2)))
      (local.set $first (i32.load8_u (i32.sub (local.get $at) (i32.const 1))))
      (br_if $next (i32.eq (local.get $first) (i32.const 44))))
    (select (local.get $at) (i32.const -1) (i32.eq (local.get $first) (i32.const 93))))

  ;; include plain-values.wati

  ;; Puts the number of a slot into its place in a row, NaN where it is unset; 0 where it is not written plainly.
  (func $putNumber (param $slot i32) (param $isTime i32) (param $place i32) (result i32)
    (local $from i32) (local $number f64)
    (local.set $from (i32.load offset=134192 (local.get $slot)))
    (if (i32.lt_s (local.get $from) (i32.const 0))
      (then
        (f64.store (local.get $place) (f64.const nan))
        (return (i32.const 1))))
    (local.set $number
      (if (result f64) (local.get $isTime)
        (then (call $micros (local.get $from) (i32.load offset=134256 (local.get $slot))))
        (else (call $count (local.get $from) (i32.load offset=134256 (local.get $slot))))))
    (f64.store (local.get $place) (local.get $number))
    (f64.ge (local.get $number) (f64.const 0)))

  ;; Puts the address of a slot into its place in a row; 0 where there is none or it is not written plainly.
  (func $putAddress (param $slot i32) (param $place i32) (result i32)
    (local $from i32) (local $address i64)
    (local.set $from (i32.load offset=134192 (local.get $slot)))
    (if (i32.lt_s (local.get $from) (i32.const 0)) (then (return (i32.const 0))))
    (local.set $address (call $v4 (local.get $from) (i32.load offset=134256 (local.get $slot))))
    (i32.store (local.get $place) (i32.wrap_i64 (local.get $address)))
    (i64.ge_s (local.get $address) (i64.const 0)))

  ;; Puts the n-th of the wanted texts into its place in a row, 0 to 0 where it is unset.
  (func $putText (param $n i32) (param $place i32)
    (local $slot i32) (local $from i32)
    (local.set $slot (i32.load offset=134320 (i32.shl (local.get $n) (i32.const 2))))
    (local.set $from (i32.const -1))
    (if (i32.ge_s (local.get $slot) (i32.const 0))
      (then (local.set $from (i32.load offset=134192 (local.get $slot)))))
    (if (i32.ge_s (local.get $from) (i32.const 0))
      (then
        (i32.store (local.get $place) (local.get $from))
        (i32.store offset=4 (local.get $place) (i32.load offset=134256 (local.get $slot))))
      (else (i64.store (local.get $place) (i64.const 0)))))

  ;; Makes a row of the values that were found; 0 where one of them is missing or is not written plainly.
  (func $put (param $row i32) (result i32)
    (call $putText (i32.const 0) (i32.add (local.get $row) (i32.const 64)))
    (call $putText (i32.const 1) (i32.add (local.get $row) (i32.const 72)))
    (call $putText (i32.const 2) (i32.add (local.get $row) (i32.const 80)))
    (call $putText (i32.const 3) (i32.add (local.get $row) (i32.const 88)))
    ;; ts, duration, orig_bytes, resp_bytes, orig_pkts, resp_pkts, id.orig_h, id.resp_h
    (if (i32.lt_s (i32.load (i32.const 134192)) (i32.const 0)) (then (return (i32.const 0))))
    (if (i32.eqz (call $putNumber (i32.const 0) (i32.const 1) (local.get $row))) (then (return (i32.const 0))))
    (if (i32.eqz (call $putNumber (i32.const 32) (i32.const 1) (i32.add (local.get $row) (i32.const 8))))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $putNumber (i32.const 36) (i32.const 0) (i32.add (local.get $row) (i32.const 16))))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $putNumber (i32.const 40) (i32.const 0) (i32.add (local.get $row) (i32.const 24))))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $putNumber (i32.const 48) (i32.const 0) (i32.add (local.get $row) (i32.const 32))))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $putNumber (i32.const 52) (i32.const 0) (i32.add (local.get $row) (i32.const 40))))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $putAddress (i32.const 8) (i32.add (local.get $row) (i32.const 48))))
      (then (return (i32.const 0))))
    (call $putAddress (i32.const 16) (i32.add (local.get $row) (i32.const 52))))

  ;; Whether the literal that stands at $literal, with its masks, does not stand at $at.
  (func $differs (param $at i32) (param $literal i32) (param $length i32) (result i32)
    (loop $next
      (if (v128.any_true
            (v128.and
              (v128.xor (v128.load align=1 (local.get $at)) (v128.load align=1 (local.get $literal)))
              (v128.load offset=16 align=1 (local.get $literal))))
        (then (return (i32.const 1))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (local.set $literal (i32.add (local.get $literal) (i32.const 32)))
      (local.set $length (i32.sub (local.get $length) (i32.const 16)))
      (br_if $next (i32.gt_s (local.get $length) (i32.const 0))))
    (i32.const 0))

  ;; The beginning of the first line from $start that somebody must look at, or before which $room rows were read;
  ;; $to where there is none. Of a member stand at 0 the first bytes of its literal, at 16 their mask, at 32 the
  ;; literal's length, at 36 its kind (1: the value is in quotes; 2, 4 and 6: it is the protocol, the source port or
  ;; the destination port; 8: the member may be missing), at 40 its slot, which is negative where it has none, at 44
  ;; where the rest of the literal stands. The shape's end stands at $end.
  (func (export "scan") (param $start i32) (param $to i32) (param $room i32) (param $longest i32) (param $end i32)
    (result i32)
    (local $at i32) (local $member i32) (local $from i32) (local $value i32) (local $length i32) (local $kind i32)
    (local $role i32) (local $slot i32) (local $seen i32) (local $tcp i32) (local $src i32) (local $dest i32)
    (local $row i32) (local $block v128) (local $ends i32) (local $digits i64)
    (global.set $skipped (i32.const 0))
    (global.set $unused (i32.const 0))
    (global.set $read (i32.const 0))
    (local.set $row (i32.const 140288))
    (block $found
      (loop $record
        (br_if $found (i32.ge_u (local.get $start) (local.get $to)))
        (v128.store (i32.const 134192) (i32x4.splat (i32.const -1)))
        (v128.store (i32.const 134208) (i32x4.splat (i32.const -1)))
        (v128.store (i32.const 134224) (i32x4.splat (i32.const -1)))
        (v128.store (i32.const 134240) (i32x4.splat (i32.const -1)))
        (local.set $at (local.get $start))
        (local.set $member (i32.const 131024))
        (local.set $seen (i32.const 0))
        (loop $next
          (local.set $member (i32.add (local.get $member) (i32.const 48)))
          (local.set $length (i32.load offset=32 (local.get $member)))
          (local.set $kind (i32.load offset=36 (local.get $member)))
          (block $differs
            (br_if $differs
              (v128.any_true
                (v128.and
                  (v128.xor (v128.load align=1 (local.get $at)) (v128.load (local.get $member)))
                  (v128.load offset=16 (local.get $member)))))
            (if (i32.gt_u (local.get $length) (i32.const 16))
              (then
                (br_if $differs
                  (call $differs
                    (i32.add (local.get $at) (i32.const 16))
                    (i32.load offset=44 (local.get $member))
                    (i32.sub (local.get $length) (i32.const 16))))))
            (local.set $from (i32.add (local.get $at) (local.get $length)))
            (if (i32.eq (local.get $member) (local.get $end))
              (then
                ;; Only a record that is of use is read so far.
                (br_if $found (i32.ne (local.get $seen) (i32.const 15)))
                (if (i32.eq (i32.load8_u (local.get $from)) (i32.const 13))
                  (then (local.set $from (i32.add (local.get $from) (i32.const 1)))))
                (br_if $found (i32.ne (i32.load8_u (local.get $from)) (i32.const 10)))
                (br_if $found (i32.gt_u (i32.sub (local.get $from) (local.get $start)) (local.get $longest)))
                (br_if $found (i32.eqz (call $put (local.get $row))))
                (i32.store16 offset=56 (local.get $row) (local.get $src))
                (i32.store16 offset=58 (local.get $row) (local.get $dest))
                (i32.store offset=60 (local.get $row)
                  (i32.add (global.get $read) (i32.add (global.get $skipped) (global.get $unused))))
                (global.set $read (i32.add (global.get $read) (i32.const 1)))
                (local.set $row (i32.add (local.get $row) (i32.const 96)))
                (local.set $start (i32.add (local.get $from) (i32.const 1)))
                (br $record)))
            (local.set $role (i32.and (local.get $kind) (i32.const 6)))
            (local.set $slot (i32.load offset=40 (local.get $member)))
            (if (i32.and (local.get $kind) (i32.const 1))
              (then
                (local.set $value (local.get $from))
                (loop $text
                  (local.set $block (v128.load align=1 (local.get $value)))
                  (local.set $ends
                    (i8x16.bitmask
                      (v128.or
                        (v128.or
                          (i8x16.eq (local.get $block) (i8x16.splat (i32.const 34)))
                          (i8x16.eq (local.get $block) (i8x16.splat (i32.const 92))))
                        (i8x16.lt_u (local.get $block) (i8x16.splat (i32.const 32))))))
                  (if (i32.eqz (local.get $ends))
                    (then
                      (local.set $value (i32.add (local.get $value) (i32.const 16)))
                      (br $text))))
                (local.set $value (i32.add (local.get $value) (i32.ctz (local.get $ends))))
                (br_if $found (i32.ne (i32.load8_u (local.get $value)) (i32.const 34)))
                (local.set $at (i32.add (local.get $value) (i32.const 1)))
                ;; A text that is empty or a dash says nothing.
                (if (i32.le_u (i32.sub (local.get $value) (local.get $from)) (i32.const 1))
                  (then
                    (if (i32.or
                          (i32.eq (local.get $value) (local.get $from))
                          (i32.eq (i32.load8_u (local.get $from)) (i32.const 45)))
                      (then
                        (br_if $found (local.get $role))
                        (local.set $slot (i32.const -1)))))))
              (else
                (local.set $value (call $numberEnd (local.get $from)))
                (if (i32.lt_s (local.get $value) (i32.const 0))
                  (then
                    (br_if $found (i32.ge_s (local.get $slot) (i32.const 0)))
                    (local.set $value (call $wordEnd (local.get $from)))
                    (br_if $found (i32.lt_s (local.get $value) (i32.const 0)))))
                (local.set $at (local.get $value))))
            (br_if $next (i32.lt_s (local.get $slot) (i32.const 0)))
            (br_if $found (i32.ge_s (i32.load offset=134192 (local.get $slot)) (i32.const 0)))
            (i32.store offset=134192 (local.get $slot) (local.get $from))
            (i32.store offset=134256 (local.get $slot) (local.get $value))
            (br_if $next (i32.eqz (local.get $role)))
            (local.set $length (i32.sub (local.get $value) (local.get $from)))
            (if (i32.eq (local.get $role) (i32.const 2))
              (then
                (local.set $tcp
                  (i32.and
                    (i32.eq (local.get $length) (i32.const 3))
                    (i32.eq
                      (i32.and (i32.load align=1 (local.get $from)) (i32.const 0x00dfdfdf))
                      (i32.const 0x00504354))))
                (local.set $seen (i32.or (local.get $seen) (i32.const 1))))
              (else
                ;; One to five digits, moved to the end of a word of eight and added up there.
                (local.set $digits
                  (i64.xor (i64.load align=1 (local.get $from)) (i64.const 0x3030303030303030)))
                (br_if $found
                  (i32.or
                    (i32.gt_u (i32.sub (local.get $length) (i32.const 1)) (i32.const 4))
                    (i32.and
                      (i32.gt_u (local.get $length) (i32.const 1))
                      (i64.eqz (i64.and (local.get $digits) (i64.const 255))))))
                (local.set $digits
                  (i64.shl
                    (local.get $digits)
                    (i64.shl (i64.extend_i32_u (i32.sub (i32.const 8) (local.get $length))) (i64.const 3))))
                (br_if $found
                  (i64.ne
                    (i64.and
                      (i64.or
                        (i64.add (local.get $digits) (i64.const 0x7676767676767676))
                        (local.get $digits))
                      (i64.const 0x8080808080808080))
                    (i64.const 0)))
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
                (local.set $length
                  (i32.wrap_i64
                    (i64.add
                      (i64.mul (local.get $digits) (i64.const 10000))
                      (i64.shr_u (local.get $digits) (i64.const 32)))))
                (br_if $found (i32.gt_u (local.get $length) (i32.const 65535)))
                (if (i32.eq (local.get $role) (i32.const 4))
                  (then
                    (local.set $src (local.get $length))
                    (local.set $seen (i32.or (local.get $seen) (i32.const 2))))
                  (else
                    (local.set $dest (local.get $length))
                    (local.set $seen (i32.or (local.get $seen) (i32.const 4)))))))
            (br_if $next (i32.ne (local.get $seen) (i32.const 7)))
            (if (i32.and
                  (local.get $tcp)
                  (i32.ne
                    (i32.and
                      (i32.load8_u (local.get $src))
                      (i32.load8_u offset=65536 (local.get $dest)))
                    (i32.const 0)))
              (then
                (br_if $found (i32.ge_u (global.get $read) (local.get $room)))
                (local.set $seen (i32.const 15))
                (br $next)))
            (local.set $at (call $lineEnd (local.get $at)))
            (br_if $found (i32.gt_u (i32.sub (local.get $at) (local.get $start)) (local.get $longest)))
            (global.set $skipped (i32.add (global.get $skipped) (local.get $tcp)))
            (global.set $unused (i32.add (global.get $unused) (i32.eqz (local.get $tcp))))
            (local.set $start (i32.add (local.get $at) (i32.const 1)))
            (br $record))
          (br_if $found (i32.eqz (i32.and (local.get $kind) (i32.const 8))))
          (br $next))))
    (local.get $start)))
