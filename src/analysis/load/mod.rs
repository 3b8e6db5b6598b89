//! Load: what every flow, component, link and entity has to carry (format, C1 to C16 and A1 to A7).
//!
//! A load is computed under a [`Condition`]: healthy, with components down, or with one flow scaled, so a
//! fallback, a drill and a throughput target are the same walk on a changed model.

mod cached;
mod changed;
mod component;
mod demand;
mod entity;
mod flow;
mod held;
mod name;
mod pool;
mod region;
mod said;
mod stored;

pub use changed::Undo;
pub use component::ComponentLoad;
pub use demand::{Demand, LinkLoad};
pub use entity::EntityLoad;
pub use flow::FlowLoad;
pub use pool::Pools;
pub(crate) use region::leaving;
pub use stored::StoredRow;

use crate::analysis::access::{self, Indexes};
use crate::figure::{Figures, Id, Origin};
use crate::model::order::Task;
use crate::model::{Model, Party};
use crate::quantity::{Dimension, Quantity, Spread};
use crate::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Links by caller and callee.
pub type LinkLoadMap = BTreeMap<(Party, Party), LinkLoad>;

/// Under what the system runs.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    /// Components of which nothing answers.
    pub down: BTreeSet<usize>,
    /// Caches that run and hold nothing: every call is a miss.
    pub cold: BTreeSet<usize>,
    /// A flow whose peak is set to this rate, by index.
    pub scaled: Option<(usize, Quantity)>,
    /// So many times the peak of every flow.
    pub surge: Option<Quantity>,
    /// Which regions are left, and which of them is looked at.
    pub view: View,
}

/// From where the regions are seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct View {
    /// Regions of which nothing answers: their users are in the others, by share.
    pub lost: BTreeSet<usize>,
    /// The region whose units are loaded; the busiest where there is none.
    pub at: Option<usize>,
}

/// The hit rate of a cache that holds nothing.
static NO_HIT: Quantity = Quantity {
    spread: Spread::Exact(0.0),
    dimension: Dimension::NONE,
    text: String::new(),
    span: Span {
        file: FileId(0),
        start: 0,
        end: 0,
    },
};

impl Condition {
    /// Whether it changes what every flow brings.
    fn is_everywhere(&self) -> bool {
        self.surge.is_some() || self.view != View::default()
    }
}

/// All figures of one condition.
pub struct Load<'a> {
    pub figures: Figures,
    pub users: Option<Id>,
    pub growth: Option<Id>,
    pub peak: Option<Id>,
    pub horizon: Option<Id>,
    pub flows: Vec<FlowLoad<'a>>,
    pub components: Vec<ComponentLoad>,
    pub links: LinkLoadMap,
    pub entities: Vec<EntityLoad>,
    /// What the relational stores index.
    pub indexes: Indexes<'a>,
    /// The bill of a month.
    pub cost: crate::analysis::cost::Cost<'a>,
    /// What the pools of callers hold open, by store.
    pub pools: BTreeMap<usize, Pools>,
    /// How catalog facts are cited, by fact.
    cited: HashMap<*const crate::catalog::Fact, Rc<str>>,
    /// The user's figures.
    pub user_figures: Vec<Option<Id>>,
    /// Figures that rest on latency or availability, which come after the load, in order.
    late: Vec<usize>,
    /// What one run of each flow brings to each component.
    brought: Vec<demand::Brought>,
    /// By component: the entities that it keeps.
    kept: Vec<Vec<usize>>,
    /// By entity: the walked steps that touch it, by flow.
    accessed: Vec<Vec<(usize, usize)>>,
    /// By component, the flows of which a walk may meet it.
    met_by: Vec<Vec<usize>>,
    pub(crate) view: View,
    /// Caches that hold nothing.
    cold: BTreeSet<usize>,
}

/// Computes the load of a model whose form is sound.
pub fn load<'a>(model: &Model<'a>, condition: &Condition) -> Load<'a> {
    let mut figures = Figures::new(model.design.profile, model.design.sampling).with_room(model.parts());
    let inputs = &model.design.load;
    let mut input = |quantity: &Option<Quantity>, name: &str, dimension: Dimension| {
        quantity.as_ref().map(|q| {
            let id = figures.given(q.spread, dimension, Origin::File(q.span));
            figures.write_as(id, &q.text);
            figures.named(id, || name)
        })
    };
    let (users, growth, peak, horizon) = (
        input(&inputs.users, "users", Dimension::person("user")),
        input(&inputs.growth, "growth", Dimension::RATE),
        input(&inputs.peak, "load.peak", Dimension::NONE),
        input(&inputs.horizon, "horizon", Dimension::TIME),
    );
    let mut load = Load {
        users,
        growth,
        peak,
        horizon,
        flows: Vec::new(),
        components: Vec::new(),
        links: BTreeMap::new(),
        pools: BTreeMap::new(),
        entities: (0..model.design.entities.len())
            .map(|_| EntityLoad::default())
            .collect(),
        indexes: access::indexes(model),
        cost: crate::analysis::cost::Cost::default(),
        cited: HashMap::new(),
        user_figures: vec![None; model.design.figures.len()],
        late: Vec::new(),
        brought: Vec::new(),
        kept: entity::by_store(model),
        accessed: Vec::new(),
        met_by: changed::met_by(model),
        view: condition.view.clone(),
        cold: condition.cold.clone(),
        figures,
    };
    load.flows = model
        .flows
        .iter()
        .map(|f| FlowLoad::new(load.walk(f, &condition.down)))
        .collect();
    load.accessed = load.accesses(model);
    load.size_entities(model);
    for f in 0..load.flows.len() {
        load.count_calls(model, f);
    }
    load.collect_demands(model, &condition.down);
    load.collect_pools(model);
    load.components = (0..model.components.len()).map(|_| ComponentLoad::default()).collect();
    // A circle is an error of the form, so there is an order here.
    for task in model.order().unwrap_or_default() {
        match *task {
            Task::Rate(f) => load.rate(model, f, condition),
            Task::Writes(e) => load.entity_writes(model, e),
            Task::Reads(e) => load.entity_reads(model, e),
            Task::Rows(e) => load.entity_rows(model, e),
            Task::Component(c) => load.component(model, c),
            Task::Quality(_) => {}
            Task::Figure(i) => load.user_figure(model, i),
            // It needs all rates, so that links are whole, and figures may need it.
            Task::Cost => {
                load.join_links(model);
                crate::analysis::cost::cost(&mut load, model);
            }
        }
    }
    load
}
