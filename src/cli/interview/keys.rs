//! Keys of a terminal, read from its bytes.

/// A key that the line editor knows, or none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Char(char),
    Enter,
    Escape,
    Backspace,
    Delete,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Up,
    Down,
    /// Away with what stands before the cursor, behind it, or with the word before it.
    CutBefore,
    CutBehind,
    CutWord,
    /// End of the input on an empty line.
    EndOfInput,
    /// Without meaning here.
    Other,
}

/// Turns bytes into keys. A sequence that is not known gives one `Other`, and never text.
#[derive(Debug, Default)]
pub struct Decoder {
    state: Waiting,
    /// Bytes of an unfinished character or sequence.
    bytes: Vec<u8>,
    /// Whether the last key was a carriage return: the line feed after it is the same Enter.
    returned: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    #[default]
    Nothing,
    /// After ESC.
    Escape,
    /// After `ESC [`.
    Sequence,
    /// After `ESC O`.
    Function,
    /// For so many bytes of a character.
    Character(usize),
}

/// Longest sequence that is collected; the bytes of a longer one are dropped.
const LONGEST: usize = 32;

impl Decoder {
    /// Whether more bytes of a key must come; an Escape key alone looks like the beginning of a sequence.
    pub fn is_unfinished(&self) -> bool {
        self.state != Waiting::Nothing
    }

    /// No more bytes have come: what there is was all.
    pub fn give_up(&mut self) -> Key {
        self.bytes.clear();
        match std::mem::take(&mut self.state) {
            Waiting::Escape => Key::Escape,
            Waiting::Character(_) => Key::Char(char::REPLACEMENT_CHARACTER),
            _ => Key::Other,
        }
    }

    /// The key that this byte completes.
    pub fn feed(&mut self, byte: u8) -> Option<Key> {
        let returned = std::mem::replace(&mut self.returned, byte == b'\r');
        match self.state {
            Waiting::Nothing if returned && byte == b'\n' => None,
            Waiting::Nothing => self.begin(byte),
            Waiting::Escape => self.escaped(byte),
            Waiting::Sequence => {
                if (0x40..=0x7e).contains(&byte) {
                    return Some(self.done(|bytes| sequence(bytes, byte)));
                }
                if self.bytes.len() < LONGEST {
                    self.bytes.push(byte);
                }
                None
            }
            Waiting::Function => Some(self.done(|_| sequence(&[], byte))),
            Waiting::Character(more) => self.character(byte, more),
        }
    }

    fn done(&mut self, key: impl FnOnce(&[u8]) -> Key) -> Key {
        self.state = Waiting::Nothing;
        key(&std::mem::take(&mut self.bytes))
    }

    fn begin(&mut self, byte: u8) -> Option<Key> {
        let key = match byte {
            0x1b => {
                self.state = Waiting::Escape;
                return None;
            }
            b'\r' | b'\n' => Key::Enter,
            0x7f | 0x08 => Key::Backspace,
            b'\t' => Key::Char(' '),
            0x01 => Key::Home,
            0x02 => Key::Left,
            0x04 => Key::EndOfInput,
            0x05 => Key::End,
            0x06 => Key::Right,
            0x0b => Key::CutBehind,
            0x0e => Key::Down,
            0x10 => Key::Up,
            0x15 => Key::CutBefore,
            0x17 => Key::CutWord,
            0x00..=0x1f => Key::Other,
            0x20..=0x7e => Key::Char(char::from(byte)),
            0xc2..=0xf4 => {
                let more = match byte {
                    0xc2..=0xdf => 1,
                    0xe0..=0xef => 2,
                    _ => 3,
                };
                self.bytes.push(byte);
                self.state = Waiting::Character(more);
                return None;
            }
            _ => Key::Char(char::REPLACEMENT_CHARACTER),
        };
        Some(key)
    }

    fn escaped(&mut self, byte: u8) -> Option<Key> {
        self.state = match byte {
            b'[' => Waiting::Sequence,
            b'O' => Waiting::Function,
            // Escape twice: the first one was a key.
            0x1b => return Some(Key::Escape),
            _ => Waiting::Nothing,
        };
        if self.state != Waiting::Nothing {
            return None;
        }
        Some(match byte {
            b'b' => Key::WordLeft,
            b'f' => Key::WordRight,
            0x7f => Key::CutWord,
            // Escape, and at once an Enter: the answer is not lost.
            b'\r' | b'\n' => Key::Enter,
            _ => Key::Other,
        })
    }

    fn character(&mut self, byte: u8, more: usize) -> Option<Key> {
        if byte & 0xc0 != 0x80 {
            // The character was cut short; this byte begins another key.
            self.state = Waiting::Nothing;
            self.bytes.clear();
            return self.begin(byte);
        }
        self.bytes.push(byte);
        if more > 1 {
            self.state = Waiting::Character(more - 1);
            return None;
        }
        Some(self.done(|bytes| {
            let text = std::str::from_utf8(bytes).ok();
            Key::Char(
                text.and_then(|t| t.chars().next())
                    .unwrap_or(char::REPLACEMENT_CHARACTER),
            )
        }))
    }
}

/// What a sequence with these parameters and this last byte means.
fn sequence(parameters: &[u8], last: u8) -> Key {
    // `1;5` is Ctrl, `1;3` is Alt: both move by words.
    let by_word = parameters.ends_with(b";5") || parameters.ends_with(b";3");
    match (last, parameters.split(|b| *b == b';').next().unwrap_or_default()) {
        (b'A', _) => Key::Up,
        (b'B', _) => Key::Down,
        (b'C', _) if by_word => Key::WordRight,
        (b'D', _) if by_word => Key::WordLeft,
        (b'C', _) => Key::Right,
        (b'D', _) => Key::Left,
        (b'H', _) | (b'~', b"1" | b"7") => Key::Home,
        (b'F', _) | (b'~', b"4" | b"8") => Key::End,
        (b'~', b"3") => Key::Delete,
        (b'M', _) if parameters.is_empty() => Key::Enter,
        _ => Key::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(bytes: &[u8]) -> Vec<Key> {
        let mut decoder = Decoder::default();
        let mut keys: Vec<Key> = bytes.iter().filter_map(|b| decoder.feed(*b)).collect();
        if decoder.is_unfinished() {
            keys.push(decoder.give_up());
        }
        keys
    }

    #[test]
    fn sequences_never_leak_as_text() {
        for (bytes, key) in [
            ("\x1b[1;5C", Key::WordRight),
            ("\x1b[1;3D", Key::WordLeft),
            ("\x1bOA", Key::Up),
            ("\x1b[3~", Key::Delete),
            ("\x1b[3;5~", Key::Delete),
            ("\x1b[200~", Key::Other),
            ("\x1b[201~", Key::Other),
            ("\x1b[15;2~", Key::Other),
            ("\x1b[H", Key::Home),
            ("\x1bOF", Key::End),
            ("\x1b[<0;10;10M", Key::Other),
            ("\x1b", Key::Escape),
            ("\x1b[", Key::Other),
            ("\x1bx", Key::Other),
        ] {
            assert_eq!(keys(bytes.as_bytes()), [key], "{bytes:?}");
        }
    }

    #[test]
    fn characters_and_broken_ones() {
        assert_eq!(keys("ä東🚲".as_bytes()), ['ä', '東', '🚲'].map(Key::Char));
        let lost = Key::Char(char::REPLACEMENT_CHARACTER);
        assert_eq!(keys(b"\xe9"), [lost]);
        assert_eq!(keys(b"\xff"), [lost]);
        assert_eq!(keys(b"\xe6\x9dA"), [Key::Char('A')]);
        assert_eq!(keys(b"\xed\xa0\x80"), [lost]);
    }

    #[test]
    fn one_enter_whatever_the_end_of_a_line() {
        for bytes in ["a\r", "a\n", "a\r\n"] {
            assert_eq!(keys(bytes.as_bytes()), [Key::Char('a'), Key::Enter]);
        }
        assert_eq!(keys(b"\r\r"), [Key::Enter, Key::Enter]);
    }
}
