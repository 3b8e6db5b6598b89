//! Copies and parts: what a contract of a store has to say beside its keys.
//!
//! What the design says is taken as it is. Where it is silent and the store must be told a number all the same, the
//! usual one is assumed, and the cell says that it is; where there is no usual one, the fact stays missing.

use crate::analysis::capacity::partition::PartitionRow;
use crate::analysis::load::Load;
use crate::catalog::DataModel;
use crate::design::Resource;
use crate::figure::{Id, Origin};
use crate::model::{Component, Limit, Model};
use crate::quantity::expression::Function;
use crate::quantity::{self, Dimension};

/// How an entity lies in a store that has to be told so.
#[derive(Debug, Clone)]
pub struct Layout {
    pub entity: usize,
    /// Index of the component.
    pub store: usize,
    /// Copies of each datum in one region; none where nobody has to say it.
    pub copies: Option<Id>,
    /// Copies beside the first, as search engines count.
    pub replicas: Option<Id>,
    /// Partitions of a topic, shards of an index.
    pub parts: Option<Id>,
    /// How many times the memory of its server a relational table outgrows; none where it fits or nobody knows.
    pub outgrown: Option<Id>,
    /// What of it is assumed, each in a few words.
    pub assumed: Vec<&'static str>,
}

/// Copies of a wide-column store of which the design does not say how many.
const WIDE: (f64, &str) = (3.0, "assumed: 3 copies, since a quorum of them bears one loss");
/// Copies of a search index of which the design does not say how many.
const SEARCH: (f64, &str) = (2.0, "assumed: 2 copies, since one may be lost");
/// Shards of an index whose size or advised size is not known.
const SHARDS: (f64, &str) = (1.0, "assumed: 1 shard, the default of OpenSearch and Elasticsearch");

/// Of each entity in each store that keeps it.
pub fn layouts<'a>(load: &mut Load<'a>, model: &Model<'a>, partitions: &[Vec<PartitionRow>]) -> Vec<Layout> {
    let mut all = Vec::new();
    for e in 0..model.design.entities.len() {
        for at in 0..load.entities[e].stored.len() {
            let store = load.entities[e].stored[at].store;
            let mut bench = Bench {
                load: &mut *load,
                model,
                component: &model.components[store],
                layout: Layout {
                    entity: e,
                    store,
                    copies: None,
                    replicas: None,
                    parts: None,
                    outgrown: None,
                    assumed: Vec::new(),
                },
            };
            match bench.component.keeping() {
                DataModel::Log => bench.topic(partitions.get(store).map_or(&[], Vec::as_slice)),
                DataModel::WideColumn => bench.copies(Some(WIDE)),
                DataModel::Search => bench.index(),
                DataModel::Document => bench.copies(None),
                DataModel::Relational => bench.table(at),
                _ => {}
            }
            all.push(bench.layout);
        }
    }
    all
}

/// One layout while it is made.
struct Bench<'x, 'a> {
    load: &'x mut Load<'a>,
    model: &'x Model<'a>,
    component: &'x Component<'a>,
    layout: Layout,
}

impl Bench<'_, '_> {
    /// A topic: for each limit of a partition so many that it holds, and one on each broker, so that none is idle.
    fn topic(&mut self, limits: &[PartitionRow]) {
        self.copies(None);
        let figures = &mut self.load.figures;
        let id = self.component.id;
        let mut needed: Vec<Id> = limits.iter().map(|row| row.needed).collect();
        if needed.is_empty() {
            let fact = format!("what one partition of {id} carries (a technology of which the catalog knows it)");
            needed.push(figures.missing(fact, Dimension::NONE));
        }
        if !self.component.is_service() {
            let origin = Origin::Default("one partition a unit at least, so that every broker has its part");
            let units = quantity::Spread::Exact(f64::from(self.component.units));
            let units = figures.given(units, Dimension::NONE, origin);
            needed.push(figures.named(units, || format!("{id} units")));
        }
        let parts = figures.max(&needed);
        self.layout.parts = Some(figures.named(parts, || format!("{id} partitions of a topic")));
    }

    /// An index: so many shards that each stays within the advised size, and one in each group of copies.
    fn index(&mut self) {
        self.copies(Some(SEARCH));
        let id = self.component.id;
        if let Some(copies) = self.layout.copies {
            let figures = &mut self.load.figures;
            let one = figures.number(1.0);
            let replicas = figures.difference(copies, one);
            self.layout.replicas = Some(figures.named(replicas, || format!("{id} replicas of a shard")));
        }
        let sized = self.shards_by_size();
        let groups = self.component.groups().filter(|_| !self.component.is_service());
        let figures = &mut self.load.figures;
        let groups = groups.map(|groups| {
            let origin = Origin::Default("groups = units / copies");
            let groups = figures.given(quantity::Spread::Exact(f64::from(groups)), Dimension::NONE, origin);
            figures.named(groups, || format!("{id} groups"))
        });
        let wanted: Vec<Id> = sized.into_iter().chain(groups).collect();
        let shards = match wanted.as_slice() {
            [] => self.assume(SHARDS),
            wanted => self.load.figures.max(wanted),
        };
        let (entity, _) = &self.model.design.entities[self.layout.entity];
        let name = || format!("{} shards in {id}", entity.value);
        self.layout.parts = Some(self.load.figures.named(shards, name));
    }

    /// Bytes of one copy at the horizon ÷ advised bytes of a shard; none where either is not known.
    fn shards_by_size(&mut self) -> Option<Id> {
        let (entry, technology) = self.component.technology?;
        let advised = technology.partition.advised.as_ref()?;
        let of = &self.load.entities[self.layout.entity];
        let row = of.stored.iter().find(|stored| stored.store == self.layout.store)?.bytes;
        let rows = of.rows?;
        let advised = self.load.fact(entry, advised);
        let figures = &mut self.load.figures;
        let bytes = figures.product(&[rows, row]);
        let parts = figures.quotient(bytes, advised);
        let whole = figures.apply(Function::Ceil, &[parts]);
        figures.value(whole).map(|_| whole)
    }

    /// A table that one server holds: how many times its memory.
    fn table(&mut self, at: usize) {
        let stored = self.load.entities[self.layout.entity].stored.get(at);
        let (Some(table), Some(memory)) = (
            stored.and_then(|stored| stored.table),
            self.component.limit(Resource::Memory),
        ) else {
            return;
        };
        let memory = match memory {
            Limit::File(quantity) => self.load.figures.quantity(quantity),
            Limit::Catalog(entry, fact) => self.load.fact(entry, fact),
        };
        let figures = &mut self.load.figures;
        let id = self.component.id;
        let memory = figures.named(memory, || format!("memory of a unit of {id}"));
        let times = figures.quotient(table, memory);
        let (entity, _) = &self.model.design.entities[self.layout.entity];
        let times = figures.named(times, || format!("{} over the memory of {id}", entity.value));
        // A table that outgrows the memory of its server is worth partitions (PostgreSQL documentation, table
        // partitioning, overview: the rule of thumb).
        self.layout.outgrown = figures.value(times).is_some_and(|times| times > 1.0).then_some(times);
    }

    /// As the file says, else what the format makes of its units, else the usual number, else missing.
    fn copies(&mut self, usual: Option<(f64, &'static str)>) {
        let id = self.component.id;
        let said = self.component.copies.filter(|_| !self.component.is_service());
        let copies = match (said, usual) {
            (Some(copies), _) => {
                let origin = match &self.component.file.copies {
                    Some(copies) => Origin::File(copies.span),
                    None => Origin::Default("copies = units: the file says nothing else"),
                };
                let copies = quantity::Spread::Exact(f64::from(copies));
                self.load.figures.given(copies, Dimension::NONE, origin)
            }
            (None, Some(usual)) => self.assume(usual),
            (None, None) => {
                let fact = format!("components.{id}.copies (copies of each datum)");
                self.load.figures.missing(fact, Dimension::NONE)
            }
        };
        self.layout.copies = Some(self.load.figures.named(copies, || format!("{id} copies")));
    }

    fn assume(&mut self, (number, why): (f64, &'static str)) -> Id {
        self.layout.assumed.push(why);
        let number = quantity::Spread::Exact(number);
        self.load.figures.given(number, Dimension::NONE, Origin::Default(why))
    }
}
