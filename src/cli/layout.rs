//! How wide the columns of a table are.

/// No column is squeezed below this.
const NARROWEST: u16 = 3;

/// A column, how wide it is, and how wide it would like to be.
#[derive(Debug, Default)]
pub struct Size {
    /// Its place in the table.
    pub at: usize,
    /// At first the least that it should have.
    pub width: u16,
    pub natural: u16,
    /// Whether it may wrap: it gets what the others leave.
    pub wraps: bool,
    /// The higher, the earlier it goes when there is no room; 0 always stays.
    pub rank: u8,
}

/// Fits columns into the room: drops those of the highest rank while it is too small, squeezes the widest if
/// even that is not enough, then hands out what is left.
pub fn fit(mut sizes: Vec<Size>, room: u16, gap: u16) -> Vec<Size> {
    while needed(&sizes, gap) > room {
        let Some((last, _)) = sizes
            .iter()
            .enumerate()
            .filter(|(_, size)| size.rank > 0)
            .max_by_key(|(_, size)| size.rank)
        else {
            break;
        };
        sizes.remove(last);
    }
    while needed(&sizes, gap) > room {
        let Some(widest) = sizes
            .iter_mut()
            .filter(|size| size.width > NARROWEST)
            .max_by_key(|size| size.width)
        else {
            break;
        };
        widest.width -= 1;
    }
    for wraps in [false, true] {
        while needed(&sizes, gap) < room {
            let growing = sizes
                .iter_mut()
                .filter(|size| size.wraps == wraps && size.width < size.natural);
            let Some(narrowest) = growing.min_by_key(|size| size.width) else {
                break;
            };
            narrowest.width += 1;
        }
    }
    sizes
}

fn needed(sizes: &[Size], gap: u16) -> u16 {
    let gaps = gap * (sizes.len() as u16).saturating_sub(1);
    sizes.iter().fold(gaps, |sum, size| sum.saturating_add(size.width))
}
