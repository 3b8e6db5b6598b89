//! The standard normal distribution, the same bytes on every machine.

/// Central part, |p − 0.5| ≤ 0.425, in r = 0.180625 − (p − 0.5)².
const CENTRE: ([f64; 8], [f64; 8]) = (
    [
        3.387_132_872_796_366_5,
        1.331_416_678_917_843_8e2,
        1.971_590_950_306_551_3e3,
        1.373_169_376_550_946e4,
        4.592_195_393_154_987e4,
        6.726_577_092_700_87e4,
        3.343_057_558_358_813e4,
        2.509_080_928_730_122_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091e1,
        6.871_870_074_920_579e2,
        5.394_196_021_424_751e3,
        2.121_379_430_158_659_7e4,
        3.930_789_580_009_271e4,
        2.872_908_573_572_194_3e4,
        5.226_495_278_852_854e3,
    ],
);

/// Between, in r = √(−ln tail) − 1.6 up to √(−ln tail) = 5.
const SIDE: ([f64; 8], [f64; 8]) = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        2.417_807_251_774_506e-1,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        6.897_673_349_851e-1,
        1.481_039_764_274_800_8e-1,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

/// Far tails, in r = √(−ln tail) − 5.
const TAIL: ([f64; 8], [f64; 8]) = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        2.965_605_718_285_048_7e-1,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        5.998_322_065_558_88e-1,
        1.369_298_809_227_358e-1,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

/// The number below which a standard normal variable falls with this probability.
///
/// M. J. Wichura, *Algorithm AS 241: The Percentage Points of the Normal Distribution*, Applied Statistics 37 (1988), 477-484,
/// PPND16: about 16 digits. `None` unless 0 < `probability` < 1.
pub fn percentage_point(probability: f64) -> Option<f64> {
    if !(probability > 0.0 && probability < 1.0) {
        return None;
    }
    let from_centre = probability - 0.5;
    if from_centre.abs() <= 0.425 {
        return Some(from_centre * ratio(&CENTRE, 0.180_625 - from_centre * from_centre));
    }
    let tail = if from_centre < 0.0 {
        probability
    } else {
        1.0 - probability
    };
    let root = libm::sqrt(-libm::log(tail));
    let size = if root <= 5.0 {
        ratio(&SIDE, root - 1.6)
    } else {
        ratio(&TAIL, root - 5.0)
    };
    Some(if from_centre < 0.0 { -size } else { size })
}

fn ratio((above, below): &([f64; 8], [f64; 8]), at: f64) -> f64 {
    let polynomial = |coefficients: &[f64; 8]| coefficients.iter().rev().fold(0.0, |sum, c| sum * at + c);
    polynomial(above) / polynomial(below)
}

#[cfg(test)]
mod tests {
    use super::percentage_point;

    #[test]
    fn as_tabulated_and_as_the_error_function_says() {
        for (probability, expected) in [
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_7),
            (0.975, 1.959_963_984_540_054),
            (0.99, 2.326_347_874_040_841),
            (0.001, -3.090_232_306_167_813_5),
        ] {
            let found = percentage_point(probability).unwrap();
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
        let mut tail = 1e-300;
        while tail < 0.5 {
            let found = percentage_point(tail).unwrap();
            let back = 0.5 * libm::erfc(-found / std::f64::consts::SQRT_2);
            assert!((back / tail - 1.0).abs() < 1e-12, "{tail} {back}");
            tail *= 3.7;
        }
        for bad in [0.0, 1.0, -0.1, 1.1, f64::NAN] {
            assert_eq!(percentage_point(bad), None);
        }
    }
}
