;; Writes rows of events as text, by a plan: row-machine.ts says what is meant. Compiled by scripts/wasm.mjs.
;;
;; Memory: 0 … 2047 the plan, four words a step, 2048 … 4095 the texts of minutes, 32 bytes each with the minute's
;; number at 24, 4096 … 4295 the digits of 00 to 99, then literals up to 65535, the values of a block of rows up to
;; 131071, and behind them what is written, then the addresses, 16 bytes each, the last of them the length. What
;; is written may be followed by fifteen bytes that mean nothing.
(module
  (import "host" "minute" (func $minute (param f64 i32)))
  (memory (export "memory") 3)

  (func $copy (param $from i32) (param $length i32) (param $at i32) (result i32)
    (local $to i32) (local $place i32)
    (local.set $to (i32.add (local.get $at) (local.get $length)))
    (local.set $place (local.get $at))
    (loop $next
      (v128.store align=1 (local.get $place) (v128.load align=1 (local.get $from)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (local.set $place (i32.add (local.get $place) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $place) (local.get $to))))
    (local.get $to))

  ;; A number below 100 as two digits.
  (func $pair (param $value i32) (param $at i32)
    (i32.store16 align=1
      (local.get $at)
      (i32.load16_u offset=4096 (i32.shl (local.get $value) (i32.const 1)))))

  ;; Microseconds since 1970, as 2023-11-14T22:13:20.270369Z.
  (func $time (param $time f64) (param $at i32) (result i32)
    (local $seconds f64) (local $minute f64) (local $text i32) (local $rest i32) (local $upper i32)
    (local.set $seconds (f64.floor (f64.div (local.get $time) (f64.const 1000000))))
    (local.set $minute (f64.floor (f64.div (local.get $seconds) (f64.const 60))))
    (local.set $text
      (i32.add
        (i32.const 2048)
        (i32.shl
          (i32.and (i32.trunc_f64_s (local.get $minute)) (i32.const 63))
          (i32.const 5))))
    (if (f64.ne (f64.load offset=24 (local.get $text)) (local.get $minute))
      (then
        (call $minute (local.get $minute) (local.get $text))
        (f64.store offset=24 (local.get $text) (local.get $minute))))
    (v128.store align=1 (local.get $at) (v128.load align=1 (local.get $text)))
    (i32.store8 offset=16 (local.get $at) (i32.load8_u offset=16 (local.get $text)))
    (call $pair
      (i32.trunc_f64_s (f64.sub (local.get $seconds) (f64.mul (local.get $minute) (f64.const 60))))
      (i32.add (local.get $at) (i32.const 17)))
    (i32.store8 offset=19 (local.get $at) (i32.const 46))
    (local.set $rest
      (i32.trunc_f64_s (f64.sub (local.get $time) (f64.mul (local.get $seconds) (f64.const 1000000)))))
    (local.set $upper (i32.div_u (local.get $rest) (i32.const 10000)))
    (call $pair (local.get $upper) (i32.add (local.get $at) (i32.const 20)))
    (local.set $rest (i32.sub (local.get $rest) (i32.mul (local.get $upper) (i32.const 10000))))
    (local.set $upper (i32.div_u (local.get $rest) (i32.const 100)))
    (call $pair (local.get $upper) (i32.add (local.get $at) (i32.const 22)))
    (call $pair
      (i32.sub (local.get $rest) (i32.mul (local.get $upper) (i32.const 100)))
      (i32.add (local.get $at) (i32.const 24)))
    (i32.store8 offset=26 (local.get $at) (i32.const 90))
    (i32.add (local.get $at) (i32.const 27)))

  ;; A whole number of 32 bits.
  (func $number (param $value i32) (param $at i32) (result i32)
    (local $width i32) (local $bound i64) (local $place i32) (local $upper i32) (local $to i32)
    (local.set $width (i32.const 1))
    (local.set $bound (i64.const 10))
    (loop $wider
      (if (i64.ge_u (i64.extend_i32_u (local.get $value)) (local.get $bound))
        (then
          (local.set $width (i32.add (local.get $width) (i32.const 1)))
          (local.set $bound (i64.mul (local.get $bound) (i64.const 10)))
          (br $wider))))
    (local.set $to (i32.add (local.get $at) (local.get $width)))
    (local.set $place (local.get $to))
    (block $done
      (loop $next
        (br_if $done (i32.lt_u (local.get $value) (i32.const 10)))
        (local.set $place (i32.sub (local.get $place) (i32.const 2)))
        (local.set $upper (i32.div_u (local.get $value) (i32.const 100)))
        (call $pair
          (i32.sub (local.get $value) (i32.mul (local.get $upper) (i32.const 100)))
          (local.get $place))
        (local.set $value (local.get $upper))
        (br $next)))
    (if (i32.gt_u (local.get $place) (local.get $at))
      (then (i32.store8 (local.get $at) (i32.add (local.get $value) (i32.const 48)))))
    (local.get $to))

  ;; Writes the first $count rows of the block from $at on; gives the position behind them. A step of the plan is
  ;; 1 a literal, its place and length; 2 a time, 3 a number, or 4 an address, and where its values stand; 5 one of
  ;; several literals, where the numbers stand and where the place and length of each; 0 the end.
  (func (export "print") (param $count i32) (param $at i32) (param $addresses i32) (result i32)
    (local $row i32) (local $step i32) (local $kind i32) (local $where i32) (local $word i32)
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $row) (local.get $count)))
        (local.set $step (i32.const 0))
        (loop $steps
          (local.set $kind (i32.load (local.get $step)))
          (local.set $where (i32.load offset=4 (local.get $step)))
          (if (i32.eq (local.get $kind) (i32.const 1))
            (then
              (local.set $at
                (call $copy (local.get $where) (i32.load offset=8 (local.get $step)) (local.get $at)))
              (local.set $step (i32.add (local.get $step) (i32.const 16)))
              (br $steps)))
          (if (i32.eq (local.get $kind) (i32.const 2))
            (then
              (local.set $at
                (call $time
                  (f64.load (i32.add (local.get $where) (i32.shl (local.get $row) (i32.const 3))))
                  (local.get $at)))
              (local.set $step (i32.add (local.get $step) (i32.const 16)))
              (br $steps)))
          (if (local.get $kind)
            (then
              (local.set $word
                (i32.load (i32.add (local.get $where) (i32.shl (local.get $row) (i32.const 2)))))
              (if (i32.eq (local.get $kind) (i32.const 3))
                (then (local.set $at (call $number (local.get $word) (local.get $at))))
                (else
                  (if (i32.eq (local.get $kind) (i32.const 4))
                    (then
                      (local.set $word
                        (i32.add (local.get $addresses) (i32.shl (local.get $word) (i32.const 4))))
                      (v128.store align=1 (local.get $at) (v128.load (local.get $word)))
                      (local.set $at (i32.add (local.get $at) (i32.load8_u offset=15 (local.get $word)))))
                    (else
                      (local.set $word
                        (i32.add
                          (i32.load offset=8 (local.get $step))
                          (i32.shl (local.get $word) (i32.const 3))))
                      (local.set $at
                        (call $copy
                          (i32.load (local.get $word))
                          (i32.load offset=4 (local.get $word))
                          (local.get $at)))))))
              (local.set $step (i32.add (local.get $step) (i32.const 16)))
              (br $steps))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $rows)))
    (local.get $at)))
