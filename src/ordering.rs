//! Which order of fields answers a question: the analysis counts the indexes by it, the drafts name them by it.

/// Whether something that is sorted by these fields answers a question by some of them, in the wanted order: it
/// begins with the compared ones, in any order among themselves, and the wanted order follows. Where one row at most
/// has each value, it is enough that the question compares all of them.
pub fn answers<T: PartialEq>(fields: &[T], single: bool, by: &[T], order: &[T]) -> bool {
    let (first, rest) = fields.split_at(by.len().min(fields.len()));
    let begins = first.len() == by.len() && first.iter().all(|name| by.contains(name));
    let whole = single && fields.iter().all(|name| by.contains(name));
    whole || begins && rest.starts_with(order)
}
