//! What shares a partition: by which fields the rows of a store are spread, and how large one of the parts becomes.

use crate::analysis::load::Load;
use crate::catalog::DataModel;
use crate::design::Field;
use crate::figure::Id;
use crate::model::Model;
use crate::quantity::Dimension;
use crate::quantity::expression::Function;

/// How the rows of an entity are spread over one store.
#[derive(Debug, Clone)]
pub struct Spread<'a> {
    pub entity: usize,
    /// Index of the component.
    pub store: usize,
    /// Fields that decide where a row lies.
    pub partition: Vec<&'a str>,
    /// The rest of the key: rows of a partition are sorted by it.
    pub sort: Vec<&'a str>,
    /// Mean rows and bytes of one partition at the horizon.
    pub rows: Id,
    pub bytes: Id,
    /// The size up to which a partition reads well, where the catalog knows it.
    pub advised: Option<Id>,
    /// Into how many parts a partition has to be cut for that; none where it is small enough or nobody knows.
    pub buckets: Option<Id>,
}

/// Of each entity in each store that keeps it; nothing for an entity without a key.
pub fn spreads<'a>(load: &mut Load<'a>, model: &Model<'a>) -> Vec<Spread<'a>> {
    let mut all = Vec::new();
    for e in 0..model.design.entities.len() {
        for at in 0..load.entities[e].stored.len() {
            let stored = load.entities[e].stored[at];
            all.extend(spread(load, model, e, stored.store, stored.bytes));
        }
    }
    all
}

/// By which fields the rows of an entity lie apart in a store, and by which they are sorted there: as the store
/// says, else the first field of the key.
pub fn key<'a>(model: &Model<'a>, e: usize, c: usize) -> Option<(Vec<&'a str>, Vec<&'a str>)> {
    let fields = &model.design.entities[e].1.fields;
    let whole: Vec<&str> = fields
        .iter()
        .filter(|(_, f)| f.key)
        .map(|(name, _)| name.value.as_str())
        .collect();
    let said = model.components[c].file.key.as_ref().and_then(|said| {
        let target = model.entity_index(&said.value);
        let points = |field: &Field| {
            target.is_some() && field.references.as_ref().and_then(|r| model.entity_index(&r.value)) == target
        };
        let named = fields.iter().find(|(name, _)| name.value == said.value);
        let named = named.or_else(|| fields.iter().find(|(_, field)| points(field)));
        named.map(|(name, _)| name.value.as_str())
    });
    let partition = said.or(whole.first().copied())?;
    let sort = whole.into_iter().filter(|name| *name != partition).collect();
    Some((vec![partition], sort))
}

fn spread<'a>(load: &mut Load<'a>, model: &Model<'a>, e: usize, c: usize, row: Id) -> Option<Spread<'a>> {
    let (partition, sort) = key(model, e, c)?;
    let id = &model.design.entities[e].0.value;
    let rows = match sort.is_empty() {
        true => load.figures.number(1.0),
        false => rows(load, model, e, &partition),
    };
    let rows = load.figures.named(rows, || format!("{id} rows of a partition"));
    let bytes = load.figures.product(&[rows, row]);
    let bytes = load.figures.named(bytes, || format!("{id} bytes of a partition"));
    let component = &model.components[c];
    // An index of a search engine is cut into shards, whatever the key is.
    let technology = component
        .technology
        .filter(|_| component.keeping() != DataModel::Search);
    let advised = technology.and_then(|(entry, technology)| Some((entry, technology.partition.advised.as_ref()?)));
    let advised = advised.map(|(entry, fact)| load.fact(entry, fact));
    let buckets = advised.and_then(|advised| {
        let parts = load.figures.quotient(bytes, advised);
        let whole = load.figures.apply(Function::Ceil, &[parts]);
        let several = load.figures.value(whole).is_some_and(|buckets| buckets > 1.0);
        several.then(|| load.figures.named(whole, || format!("{id} buckets of a partition")))
    });
    Some(Spread {
        entity: e,
        store: c,
        partition,
        sort,
        rows,
        bytes,
        advised,
        buckets,
    })
}

/// Rows ÷ different values of the partition key, at least one.
fn rows<'a>(load: &mut Load<'a>, model: &Model<'a>, e: usize, partition: &[&str]) -> Id {
    let (id, file) = &model.design.entities[e];
    let all = load.entities[e].rows.unwrap_or_else(|| {
        load.figures
            .missing(format!("rows or writes of {}", id.value), Dimension::NONE)
    });
    let values = partition.iter().map(|name| {
        let field = file.fields.iter().find(|(field, _)| field.value == **name);
        let target = field.and_then(|(_, field)| field.references.as_ref());
        // A field that is called like an entity means it, even where nothing says so.
        let target = target.map_or(*name, |target| target.value.as_str());
        let rows = model
            .entity_index(target)
            .filter(|t| *t != e)
            .and_then(|t| load.entities[t].rows);
        rows.unwrap_or_else(|| {
            let fact = format!(
                "how many values data.{}.{name} has (a reference to what it names)",
                id.value
            );
            load.figures.missing(fact, Dimension::NONE)
        })
    });
    let values: Vec<Id> = values.collect();
    let values = load.figures.product(&values);
    let mean = load.figures.quotient(all, values);
    let one = load.figures.number(1.0);
    load.figures.max(&[mean, one])
}
