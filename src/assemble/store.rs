//! How components keep data.

use super::Assembly;
use crate::catalog::Role;
use crate::report::Store;

impl Assembly<'_, '_> {
    /// How a component keeps data; none for one that keeps none.
    pub(super) fn store(&self, c: usize) -> Option<Store> {
        let component = &self.model.components[c];
        if component.role == Role::Stateless {
            return None;
        }
        let ttl = component.file.ttl.as_ref();
        let service = component.is_service();
        Some(Store {
            model: component.keeping(),
            groups: component.groups().filter(|_| !service),
            ttl: ttl.map(|ttl| ttl.text.clone()),
            ttl_seconds: ttl.map(crate::quantity::Quantity::point),
        })
    }
}
