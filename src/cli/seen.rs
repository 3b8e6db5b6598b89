//! Which files a round has looked at, and whether they have changed since.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

thread_local! {
    static SEEN: RefCell<Option<Seen>> = const { RefCell::new(None) };
}

/// Begins to remember.
pub fn begin() {
    SEEN.set(Some(Seen::default()));
}

/// What was looked at since then.
pub fn end() -> Seen {
    SEEN.take().unwrap_or_default()
}

/// Remembers a file or folder, there or not, as it is before it is read: what changes while it is read shows.
pub fn note(path: &Path) {
    SEEN.with_borrow_mut(|seen| {
        if let Some(Seen(marks)) = seen
            && !marks.contains_key(path)
        {
            marks.insert(path.to_path_buf(), Mark::of(path));
        }
    });
}

/// Files and folders with what tells that they have changed.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<PathBuf, Mark>);

impl Seen {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many of them are there.
    pub fn len(&self) -> usize {
        self.0.values().filter(|mark| mark.stamp.is_some()).count()
    }

    /// Whether one of them holds something else than it did.
    pub fn changed(&mut self) -> bool {
        self.0.iter_mut().any(|(path, mark)| mark.renew(path))
    }

    /// Whether one of them is not as it was when this was last asked.
    pub fn moved(&mut self) -> bool {
        let moved = |(path, mark): (&PathBuf, &mut Mark)| mark.renew(path);
        // All of them, so that each is compared with now the next time.
        self.0.iter_mut().map(moved).fold(false, |any, one| any | one)
    }
}

/// What a file is known by.
#[derive(Debug, PartialEq)]
struct Mark {
    /// None where there is nothing.
    stamp: Option<Stamp>,
    content: Option<[u8; 32]>,
}

/// What changes with a file and is cheap to ask for.
#[derive(Debug, PartialEq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    id: u64,
}

impl Mark {
    fn of(path: &Path) -> Mark {
        Mark {
            stamp: Stamp::of(path),
            content: content(path),
        }
    }

    /// Takes over what is there now, and tells whether that is something else. A file that is only touched is the same.
    fn renew(&mut self, path: &Path) -> bool {
        let stamp = Stamp::of(path);
        if stamp == self.stamp {
            return false;
        }
        self.stamp = stamp;
        let content = content(path);
        let other = content != self.content;
        self.content = content;
        other
    }
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let data = fs::metadata(path).ok()?;
        Some(Stamp {
            modified: data.modified().ok(),
            length: data.len(),
            id: id(&data),
        })
    }
}

/// Another file of the same name has another number.
#[cfg(unix)]
fn id(data: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(data)
}

#[cfg(not(unix))]
fn id(_: &Metadata) -> u64 {
    0
}

/// Of a file its bytes, of a folder the names in it, but for those that editors use for a while.
fn content(path: &Path) -> Option<[u8; 32]> {
    let Ok(entries) = fs::read_dir(path) else {
        return fs::read(path).ok().map(|bytes| Sha256::digest(bytes).into());
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.') && !name.ends_with('~'))
        .collect();
    names.sort();
    Some(Sha256::digest(names.join("/")).into())
}
