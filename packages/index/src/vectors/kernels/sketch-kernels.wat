;; Sketch kernels: the inner loops of vector search. What each must compute is written in plain-kernels.ts, its twin.
;; A sketch row is `$blocks` blocks of 16 bytes; `$rows` counts rows and is a multiple of 4 (callers pad). Ranks are u16.
;; After a change: `node packages/index/scripts/assemble-kernels.mjs` writes sketch-kernels.wasm.ts anew.
(module
  (import "vidmem" "memory" (memory 1))

  ;; Sums the bytes of four vectors: lane i of the result is the sum of the 16 bytes of the i-th.
  (func $sum4 (param $a v128) (param $b v128) (param $c v128) (param $d v128) (result v128)
    (local $ab v128) (local $cd v128)
    ;; Bytes to four 32-bit lanes each, then two vectors into one: lanes 0-1 of the first, lanes 2-3 of the second.
    (local.set $a (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $a))))
    (local.set $b (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $b))))
    (local.set $c (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $c))))
    (local.set $d (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $d))))
    (local.set $ab
      (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $cd
      (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $c) (local.get $d))))
    (i32x4.add
      (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $ab) (local.get $cd))
      (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $ab) (local.get $cd))))

  ;; Bits that the question and each row do not share. At most 31 blocks fit into the byte counters, hence $some.
  (func (export "hamming") (param $question i32) (param $sketches i32) (param $rows i32) (param $blocks i32) (param $ranks i32)
    (local $row i32) (local $end i32) (local $stride i32) (local $at i32) (local $stop i32) (local $some i32) (local $q v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $sum v128)
    (local $r0 i32) (local $r1 i32) (local $r2 i32) (local $r3 i32)
    (local.set $stride (i32.shl (local.get $blocks) (i32.const 4)))
    (local.set $end (i32.add (local.get $ranks) (i32.shl (local.get $rows) (i32.const 1))))
    (local.set $r0 (local.get $sketches))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $ranks) (local.get $end)))
        (local.set $r1 (i32.add (local.get $r0) (local.get $stride)))
        (local.set $r2 (i32.add (local.get $r1) (local.get $stride)))
        (local.set $r3 (i32.add (local.get $r2) (local.get $stride)))
        (local.set $sum (v128.const i32x4 0 0 0 0))
        (local.set $at (i32.const 0))
        (loop $part
          (local.set $some (i32.add (local.get $at) (i32.const 496)))
          (local.set $stop
            (select (local.get $some) (local.get $stride) (i32.lt_u (local.get $some) (local.get $stride))))
          (local.set $a (v128.const i32x4 0 0 0 0))
          (local.set $b (v128.const i32x4 0 0 0 0))
          (local.set $c (v128.const i32x4 0 0 0 0))
          (local.set $d (v128.const i32x4 0 0 0 0))
          (loop $block
            (local.set $q (v128.load (i32.add (local.get $question) (local.get $at))))
            (local.set $a (i8x16.add (local.get $a)
              (i8x16.popcnt (v128.xor (local.get $q) (v128.load (i32.add (local.get $r0) (local.get $at)))))))
            (local.set $b (i8x16.add (local.get $b)
              (i8x16.popcnt (v128.xor (local.get $q) (v128.load (i32.add (local.get $r1) (local.get $at)))))))
            (local.set $c (i8x16.add (local.get $c)
              (i8x16.popcnt (v128.xor (local.get $q) (v128.load (i32.add (local.get $r2) (local.get $at)))))))
            (local.set $d (i8x16.add (local.get $d)
              (i8x16.popcnt (v128.xor (local.get $q) (v128.load (i32.add (local.get $r3) (local.get $at)))))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br_if $block (i32.lt_u (local.get $at) (local.get $stop))))
          (local.set $sum (i32x4.add (local.get $sum)
            (call $sum4 (local.get $a) (local.get $b) (local.get $c) (local.get $d))))
          (br_if $part (i32.lt_u (local.get $at) (local.get $stride))))
        (v128.store64_lane 0 (local.get $ranks) (i16x8.narrow_i32x4_u (local.get $sum) (local.get $sum)))
        (local.set $ranks (i32.add (local.get $ranks) (i32.const 8)))
        (local.set $r0 (i32.add (local.get $r3) (local.get $stride)))
        (br $next))))

  ;; How little question and row overlap: 4095 * (1 - shared / sqrt(bits of the row * bits of the question)), cut off.
  ;; $scale is 1 / sqrt(bits of the question).
  (func (export "overlap") (param $question i32) (param $sketches i32) (param $rows i32) (param $blocks i32) (param $ranks i32)
    (param $scale f32)
    (local $end i32) (local $stride i32) (local $at i32) (local $stop i32) (local $some i32) (local $q v128) (local $r v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128) (local $shared v128) (local $filled v128)
    (local $r0 i32) (local $r1 i32) (local $r2 i32) (local $r3 i32)
    (local.set $stride (i32.shl (local.get $blocks) (i32.const 4)))
    (local.set $end (i32.add (local.get $ranks) (i32.shl (local.get $rows) (i32.const 1))))
    (local.set $r0 (local.get $sketches))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $ranks) (local.get $end)))
        (local.set $r1 (i32.add (local.get $r0) (local.get $stride)))
        (local.set $r2 (i32.add (local.get $r1) (local.get $stride)))
        (local.set $r3 (i32.add (local.get $r2) (local.get $stride)))
        (local.set $shared (v128.const i32x4 0 0 0 0))
        (local.set $filled (v128.const i32x4 0 0 0 0))
        (local.set $at (i32.const 0))
        (loop $part
          (local.set $some (i32.add (local.get $at) (i32.const 496)))
          (local.set $stop
            (select (local.get $some) (local.get $stride) (i32.lt_u (local.get $some) (local.get $stride))))
          (local.set $a (v128.const i32x4 0 0 0 0))
          (local.set $b (v128.const i32x4 0 0 0 0))
          (local.set $c (v128.const i32x4 0 0 0 0))
          (local.set $d (v128.const i32x4 0 0 0 0))
          (local.set $e (v128.const i32x4 0 0 0 0))
          (local.set $f (v128.const i32x4 0 0 0 0))
          (local.set $g (v128.const i32x4 0 0 0 0))
          (local.set $h (v128.const i32x4 0 0 0 0))
          (loop $block
            (local.set $q (v128.load (i32.add (local.get $question) (local.get $at))))
            (local.set $r (v128.load (i32.add (local.get $r0) (local.get $at))))
            (local.set $a (i8x16.add (local.get $a) (i8x16.popcnt (v128.and (local.get $q) (local.get $r)))))
            (local.set $e (i8x16.add (local.get $e) (i8x16.popcnt (local.get $r))))
            (local.set $r (v128.load (i32.add (local.get $r1) (local.get $at))))
            (local.set $b (i8x16.add (local.get $b) (i8x16.popcnt (v128.and (local.get $q) (local.get $r)))))
            (local.set $f (i8x16.add (local.get $f) (i8x16.popcnt (local.get $r))))
            (local.set $r (v128.load (i32.add (local.get $r2) (local.get $at))))
            (local.set $c (i8x16.add (local.get $c) (i8x16.popcnt (v128.and (local.get $q) (local.get $r)))))
            (local.set $g (i8x16.add (local.get $g) (i8x16.popcnt (local.get $r))))
            (local.set $r (v128.load (i32.add (local.get $r3) (local.get $at))))
            (local.set $d (i8x16.add (local.get $d) (i8x16.popcnt (v128.and (local.get $q) (local.get $r)))))
            (local.set $h (i8x16.add (local.get $h) (i8x16.popcnt (local.get $r))))
            (local.set $at (i32.add (local.get $at) (i32.const 16)))
            (br_if $block (i32.lt_u (local.get $at) (local.get $stop))))
          (local.set $shared (i32x4.add (local.get $shared)
            (call $sum4 (local.get $a) (local.get $b) (local.get $c) (local.get $d))))
          (local.set $filled (i32x4.add (local.get $filled)
            (call $sum4 (local.get $e) (local.get $f) (local.get $g) (local.get $h))))
          (br_if $part (i32.lt_u (local.get $at) (local.get $stride))))
        ;; An empty row divides zero by one. Every step rounds to 32 bits, as Math.fround does in the twin.
        (local.set $shared
          (f32x4.div
            (f32x4.mul (f32x4.convert_i32x4_u (local.get $shared)) (f32x4.splat (local.get $scale)))
            (f32x4.sqrt (f32x4.convert_i32x4_u
              (i32x4.max_u (local.get $filled) (v128.const i32x4 1 1 1 1))))))
        (local.set $shared
          (i32x4.trunc_sat_f32x4_u
            (f32x4.mul
              (f32x4.sub (v128.const f32x4 1 1 1 1) (local.get $shared))
              (v128.const f32x4 4095 4095 4095 4095))))
        (v128.store64_lane 0 (local.get $ranks) (i16x8.narrow_i32x4_u (local.get $shared) (local.get $shared)))
        (local.set $ranks (i32.add (local.get $ranks) (i32.const 8)))
        (local.set $r0 (i32.add (local.get $r3) (local.get $stride)))
        (br $next))))

  ;; Counts ranks: counts[rank] += 1, in u32.
  (func (export "count") (param $ranks i32) (param $rows i32) (param $counts i32)
    (local $end i32) (local $at i32)
    (local.set $end (i32.add (local.get $ranks) (i32.shl (local.get $rows) (i32.const 1))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $ranks) (local.get $end)))
        (local.set $at (i32.add (local.get $counts) (i32.shl (i32.load16_u (local.get $ranks)) (i32.const 2))))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
        (local.set $ranks (i32.add (local.get $ranks) (i32.const 2)))
        (br $next))))

  ;; Writes the numbers of rows from $row on whose rank is $low..$high, at most $capacity of them; gives how many.
  ;; Eight ranks at a time are passed over when none of them is in the range.
  (func (export "collect") (param $ranks i32) (param $row i32) (param $rows i32) (param $low i32) (param $high i32)
    (param $into i32) (param $capacity i32) (result i32)
    (local $found i32) (local $rank i32) (local $span i32) (local $lows v128) (local $spans v128)
    (local.set $span (i32.sub (local.get $high) (local.get $low)))
    (local.set $lows (i16x8.splat (local.get $low)))
    (local.set $spans (i16x8.splat (local.get $span)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $rows)))
        (if (i32.le_u (i32.add (local.get $row) (i32.const 8)) (local.get $rows))
          (then
            (if (i32.eqz (v128.any_true (i16x8.le_u
                  (i16x8.sub
                    (v128.load (i32.add (local.get $ranks) (i32.shl (local.get $row) (i32.const 1))))
                    (local.get $lows))
                  (local.get $spans))))
              (then
                (local.set $row (i32.add (local.get $row) (i32.const 8)))
                (br $next)))))
        (local.set $rank (i32.load16_u (i32.add (local.get $ranks) (i32.shl (local.get $row) (i32.const 1)))))
        (if (i32.le_u (i32.sub (local.get $rank) (local.get $low)) (local.get $span))
          (then
            (br_if $done (i32.ge_u (local.get $found) (local.get $capacity)))
            (i32.store (i32.add (local.get $into) (i32.shl (local.get $found) (i32.const 2))) (local.get $row))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $next)))
    (local.get $found))
)
