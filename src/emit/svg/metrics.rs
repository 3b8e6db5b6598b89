//! How wide a text will be, known without a font at hand.
//!
//! The widths are those of Arial, which Helvetica and Liberation Sans share; a picture names these
//! fonts first. Characters beyond Latin are counted by the width that their script usually has.

/// A size and weight of type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Font {
    pub size: f64,
    pub bold: bool,
}

impl Font {
    pub const fn regular(size: f64) -> Self {
        Self { size, bold: false }
    }

    pub const fn bold(size: f64) -> Self {
        Self { size, bold: true }
    }

    /// The width of one line of text.
    pub fn width(self, text: &str) -> f64 {
        let thousandths: u32 = text.chars().map(|c| advance(c, self.bold)).sum();
        f64::from(thousandths) * self.size / 1000.0
    }

    /// The distance from one line to the next.
    pub fn leading(self) -> f64 {
        (self.size * 1.35).round()
    }
}

/// Advance width in thousandths of the size.
fn advance(c: char, bold: bool) -> u32 {
    let (ascii, latin) = if bold {
        (&BOLD, &BOLD_LATIN)
    } else {
        (&REGULAR, &REGULAR_LATIN)
    };
    let code = c as u32;
    let at = |table: &[u16], first: u32| {
        let width = table.get(code.checked_sub(first)? as usize)?;
        Some(u32::from(*width))
    };
    if let Some(width) = at(ascii, 0x20).or_else(|| at(latin, 0xa0)) {
        return width;
    }
    match code {
        // Combining marks, joiners and variation selectors stand on what is before them.
        0x300..=0x36f
        | 0x483..=0x489
        | 0x591..=0x5bd
        | 0x64b..=0x65f
        | 0x200b..=0x200d
        | 0x20d0..=0x20ff
        | 0xfe00..=0xfe0f => 0,
        0x100..=0x24f => 610,
        0x370..=0x3ff => 620,
        0x400..=0x52f => 700,
        0x590..=0x6ff => 690,
        0x2013 => 556,
        0x2018..=0x201a => 260,
        0x201c..=0x201e => 420,
        0x2026 | 0x2190..=0x21ff => 1000,
        0x2200..=0x22ff => 600,
        // Ideographs, kana, Hangul, full-width forms.
        0x1100..=0x115f
        | 0x2e80..=0xa4cf
        | 0xac00..=0xd7a3
        | 0xf900..=0xfaff
        | 0xfe30..=0xfe4f
        | 0xff00..=0xff60
        | 0xffe0..=0xffe6
        | 0x20000..=0x3fffd => 1000,
        // Emoji and other pictures.
        0x2300..=0x23ff | 0x2600..=0x27bf | 0x2b00..=0x2bff | 0x1f000..=0x1faff => 1250,
        _ => 900,
    }
}

/// From U+0020 to U+007E.
#[rustfmt::skip]
static REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// From U+0020 to U+007E.
#[rustfmt::skip]
static BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// From U+00A0 to U+00FF.
#[rustfmt::skip]
static REGULAR_LATIN: [u16; 96] = [
    278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 552,
    400, 549, 333, 333, 333, 576, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    667, 667, 667, 667, 667, 667, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 549, 611, 556, 556, 556, 556, 500, 556, 500,
];

/// From U+00A0 to U+00FF.
#[rustfmt::skip]
static BOLD_LATIN: [u16; 96] = [
    278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 552,
    400, 549, 333, 333, 333, 576, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611,
    722, 722, 722, 722, 722, 722, 1000, 722, 667, 667, 667, 667, 278, 278, 278, 278,
    722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722, 722, 667, 667, 611,
    556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278,
    611, 611, 611, 611, 611, 611, 611, 549, 611, 611, 611, 611, 611, 556, 611, 556,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_the_font() {
        for (text, regular, bold) in [
            ("", 0.0, 0.0),
            ("AVi", 15.56, 16.67),
            ("é", 5.56, 5.56),
            ("東京", 20.0, 20.0),
        ] {
            assert!((Font::regular(10.0).width(text) - regular).abs() < 0.01, "{text}");
            assert!((Font::bold(10.0).width(text) - bold).abs() < 0.01, "{text}");
        }
    }
}
