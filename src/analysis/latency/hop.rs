//! What one hop takes: network, waiting for a server, service. Facts come from the file before the catalog.

use super::draw::{Grid, Network, Queue, Service};
use super::network::seen_by_caller;
use super::plan::{Call, Plan};
use super::run::{Hop, Legs};
use crate::analysis::load::Load;
use crate::design::{Latency, Resource};
use crate::figure::Id;
use crate::model::{Model, Party, Placement};
use crate::quantity::Dimension;
use crate::queueing::{MOST_SERVERS, Wait, erlang_c};
use std::collections::HashMap;
use std::rc::Rc;

/// Collects the hops of flows, and what is not known of them.
pub struct Hops<'x, 'a> {
    level: Level,
    pub(super) slowdown: Option<Slowdown>,
    pub(super) model: &'x Model<'a>,
    pub(super) load: &'x mut Load<'a>,
    /// Well-known numbers that were looked up.
    numbers: HashMap<String, Id>,
    /// Service of components by their own facts.
    services: HashMap<usize, Option<Service>>,
    pub(super) found: Found,
    grid: Grid,
}

/// What the hops of one flow rest on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Facts that are missing: what is known is a lower bound.
    pub missing: Vec<String>,
    /// What is assumed, one sentence each.
    pub notes: Vec<String>,
    /// Components whose queues grow without end, by index.
    pub unstable: Vec<usize>,
}

/// A component that takes longer than usual, by as much on every call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slowdown {
    pub component: usize,
    /// So many times as long.
    pub times: f64,
    /// So many seconds longer.
    pub more: f64,
}

/// At which value of an uncertain load the queues are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Every range at its median.
    Point,
    /// Every component at the 95th percentile of its own utilisation, as if all loads rose together.
    High,
}

/// The utilisation of a component that decides how long its queue is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fullness {
    pub utilisation: f64,
    /// Calls a second that one unit serves at 100 %.
    pub per_unit: f64,
}

/// What is known of the queue of a component.
enum Known {
    Fullness(Fullness),
    /// No limit of its load.
    NoLimit,
    Missing(String),
}

impl<'x, 'a> Hops<'x, 'a> {
    pub fn new(model: &'x Model<'a>, load: &'x mut Load<'a>, level: Level) -> Self {
        Hops {
            level,
            slowdown: None,
            model,
            load,
            numbers: HashMap::new(),
            services: HashMap::new(),
            found: Found::default(),
            grid: Grid::default(),
        }
    }

    /// The hops of all steps that run, and what they rest on.
    pub fn of_flow(&mut self, flow: usize, plan: &Plan, callers: &[usize], to: Option<Party>) -> (Legs, Found) {
        self.found = Found::default();
        let start = self.start(flow);
        let mut exposed = vec![false; plan.inside.len()];
        exposed[0] = true;
        let mut hops = Vec::with_capacity(plan.calls.len());
        for (w, call) in plan.calls.iter().enumerate() {
            let open = plan.exposed(w, &exposed, callers);
            if let Some(into) = call.into {
                exposed[into] |= open;
            }
            hops.push(call.runs.then(|| self.hop(flow, w, call, open, to)));
        }
        (Legs { start, hops }, std::mem::take(&mut self.found))
    }

    /// The call on which a fragment runs: it is no step of the fragment, but it takes its time. None for other flows.
    fn start(&mut self, flow: usize) -> Option<Hop> {
        let model = self.model;
        let Party::Component(c) = model.flows[flow].starter else {
            return None;
        };
        if !model.flows[flow].fragment {
            return None;
        }
        let service = self.component_service(c);
        Some(Hop {
            arrives: false,
            network: Network::default(),
            queue: self.queue(c, &service, true),
            service,
            copies: None,
            fill: 0.0,
        })
    }

    fn hop(&mut self, flow: usize, w: usize, call: &Call, open: bool, to: Option<Party>) -> Hop {
        let walked = &self.load.flows[flow].walk.steps[w];
        let (callee, file) = (walked.callee, self.model.flows[flow].steps[walked.step].file);
        let network = self.network(flow, w);
        let mut hop = Hop {
            arrives: to == Some(callee),
            network,
            queue: Queue::None,
            service: Service::Constant(0.0),
            copies: None,
            fill: 0.0,
        };
        if let Party::Component(c) = callee {
            hop.service = match &file.latency {
                Some(own) => self.given(own),
                None => self.component_service(c),
            };
            if let Some(slow) = self.slowdown.filter(|slow| slow.component == c) {
                hop.service = Service::Slowed {
                    usual: Rc::new(hop.service),
                    times: slow.times,
                    more: slow.more,
                };
            }
            hop.queue = self.queue(c, &hop.service, open);
            hop.copies = self.copies(flow, w, c);
        }
        if to.is_some() && file.batch.is_some() {
            hop.fill = self.fill(flow, w, call);
        }
        hop
    }

    /// A fact of the file.
    fn given(&mut self, latency: &Latency) -> Service {
        let p50 = self.load.figures.quantity(&latency.p50);
        let p99 = self.load.figures.quantity(&latency.p99);
        let (p50, p99) = (self.value(p50), self.value(p99));
        Service::through(&self.grid, p50, p99)
    }

    /// The component's own latency, else its technology's.
    fn component_service(&mut self, c: usize) -> Service {
        let model = self.model;
        let component = &model.components[c];
        let of_catalog = component
            .technology
            .map(|(entry, t)| (entry, t.p50.as_ref(), t.p99.as_ref()));
        if component.file.latency.is_none()
            && let Some((_, Some(_), None) | (_, None, Some(_))) = of_catalog
        {
            // The percentile that is known counts for all calls, which is a lower bound of the tail only.
            self.lacks(format!(
                "components.{}.latency (p50 and p99; the catalog knows one of them)",
                component.id
            ));
        }
        if !self.services.contains_key(&c) {
            let found = match (&component.file.latency, of_catalog) {
                (Some(own), _) => Some(self.given(own)),
                (None, Some((entry, p50, p99))) => p50.or(p99).map(|first| {
                    let first = self.load.fact(entry, first);
                    let last = p99.map_or(first, |fact| self.load.fact(entry, fact));
                    let (first, last) = (self.value(first), self.value(last));
                    Service::through(&self.grid, first, last)
                }),
                (None, None) => None,
            };
            self.services.insert(c, found);
        }
        match self.services.get(&c) {
            Some(Some(service)) => service.clone(),
            _ => {
                self.lacks(format!("components.{}.latency (p50 and p99)", component.id));
                Service::Constant(0.0)
            }
        }
    }

    /// The mean time that a component serves a call of its own facts, seconds.
    ///
    /// # Errors
    /// The fact that is missing.
    pub fn mean_service(&mut self, c: usize) -> Result<f64, String> {
        self.found = Found::default();
        let mean = self.component_service(c).mean();
        match std::mem::take(&mut self.found).missing.into_iter().next() {
            Some(fact) => Err(fact),
            None => Ok(mean),
        }
    }

    /// Each unit is a queue with as many servers as keep it full at its limit; calls choose a unit at random.
    fn queue(&mut self, c: usize, service: &Service, open: bool) -> Queue {
        let component = &self.model.components[c];
        if component.placement == Placement::Device {
            return Queue::None;
        }
        let seen = seen_by_caller(component);
        match self.fullness(c) {
            Known::Fullness(full) if full.utilisation >= 1.0 => {
                if open && !self.found.unstable.contains(&c) {
                    self.found.unstable.push(c);
                }
                Queue::Endless
            }
            // Its figure holds its own waiting.
            _ if seen => Queue::None,
            // How many calls a unit serves at once is not known without their time: nothing is a lower bound.
            Known::Fullness(_) if service.mean() <= 0.0 => Queue::None,
            Known::Fullness(full) => wait(full, service).map_or(Queue::None, Queue::Waits),
            Known::NoLimit => {
                self.lacks(format!(
                    "components.{}.per_replica (what one unit carries: its queue is not counted)",
                    component.id
                ));
                Queue::None
            }
            Known::Missing(fact) => {
                self.lacks(fact);
                Queue::None
            }
        }
    }

    /// How full a component is at the peak.
    fn utilisation(&self, row: &crate::analysis::capacity::Row) -> Option<f64> {
        let figures = &self.load.figures;
        let point = figures.value(row.utilisation)?;
        match self.level {
            Level::Point => Some(point),
            Level::High => Some(figures.distribution(row.utilisation).map_or(point, |found| found.p95)),
        }
    }

    /// The fullest of what its units do one after another.
    fn fullness(&self, c: usize) -> Known {
        let mut fullest: Option<Fullness> = None;
        for row in &self.load.components[c].resources {
            let is_rate = match row.resource {
                Resource::Requests | Resource::Reads | Resource::Writes | Resource::Messages => true,
                Resource::Bandwidth => false,
                Resource::Connections | Resource::Memory | Resource::Storage => continue,
            };
            let (Some(utilisation), Some(per_unit)) = (self.utilisation(row), self.load.figures.value(row.per_unit))
            else {
                // A size that nobody gave makes the bandwidth unknown; calls decide then.
                if !is_rate {
                    continue;
                }
                let facts = self.load.figures.missing_facts(row.utilisation, 1);
                let fact = facts.into_iter().next();
                return Known::Missing(fact.unwrap_or_else(|| format!("the load of {}", self.model.components[c].id)));
            };
            let per_unit = match (row.resource, self.messages_of_a_call(c)) {
                (Resource::Messages, Some(messages)) => per_unit / messages,
                _ => per_unit,
            };
            // Bytes are no calls, but a full link ends every queue's hope.
            if (is_rate || utilisation >= 1.0) && fullest.is_none_or(|f| utilisation > f.utilisation) {
                fullest = Some(Fullness { utilisation, per_unit });
            }
        }
        fullest.map_or(Known::NoLimit, Known::Fullness)
    }

    /// How many messages a call carries, where calls carry several.
    fn messages_of_a_call(&self, c: usize) -> Option<f64> {
        let load = &self.load.components[c];
        let value = |demand: Option<crate::analysis::load::Demand>| self.load.figures.value(demand?.peak);
        Some(value(load.messages)? / value(load.calls)?).filter(|n| *n >= 1.0 && n.is_finite())
    }

    /// Mean time until a batch is full, (n − 1) ÷ (2 × messages a second), without those that one run brings itself.
    fn fill(&mut self, flow: usize, w: usize, call: &Call) -> f64 {
        let load = &mut *self.load;
        let walked = &load.flows[flow].walk.steps[w];
        let file = self.model.flows[flow].steps[walked.step].file;
        let Some(batch) = &file.batch else { return 0.0 };
        let own = match &file.times {
            Some(crate::design::Times::Number(n)) => n.point().max(1.0),
            _ => 1.0,
        };
        if call.times.0 > 1 || batch.point() <= own {
            return 0.0;
        }
        let Some(peak) = load.flows[flow].peak else { return 0.0 };
        let sheet = &mut load.figures;
        let (batch, one, two) = (sheet.quantity(batch), sheet.number(own), sheet.number(2.0));
        let others = sheet.difference(batch, one);
        let messages = sheet.product(&[two, peak, load.flows[flow].messages[w]]);
        let fill = sheet.quotient(others, messages);
        self.value(fill)
    }

    /// A well-known number, seconds.
    pub(super) fn number(&mut self, id: &str) -> f64 {
        let cell = self.number_cell(id, Dimension::TIME);
        self.value(cell)
    }

    pub(super) fn number_cell(&mut self, id: &str, dimension: Dimension) -> Id {
        if let Some(cell) = self.numbers.get(id) {
            return *cell;
        }
        let cell = match self.model.catalog.number(id) {
            Some((entry, fact)) if fact.quantity.dimension == dimension => self.load.fact(entry, fact),
            _ => self
                .load
                .figures
                .missing(format!("the catalog's number `{id}`"), dimension),
        };
        self.numbers.insert(id.to_string(), cell);
        cell
    }

    /// The value of a cell; 0 where it is not known, which is then a missing fact.
    pub(super) fn value(&mut self, cell: Id) -> f64 {
        if let Some(value) = self.load.figures.value(cell) {
            return value.max(0.0);
        }
        for fact in self.load.figures.missing_facts(cell, 3) {
            self.lacks(fact);
        }
        0.0
    }

    pub(super) fn lacks(&mut self, fact: String) {
        if !self.found.missing.contains(&fact) {
            self.found.missing.push(fact);
        }
    }

    pub(super) fn say(&mut self, note: &str) {
        if !self.found.notes.iter().any(|n| n == note) {
            self.found.notes.push(note.to_string());
        }
    }
}

/// The wait at one unit. Its servers are as many calls as it has in service when it is full, by Little's law.
fn wait(full: Fullness, service: &Service) -> Option<Wait> {
    let servers = libm::round(full.per_unit * service.mean()).clamp(1.0, f64::from(MOST_SERVERS));
    let share = erlang_c(servers as u32, servers * full.utilisation)?;
    // The servers together finish `per_unit` calls a second.
    let mean_of_waiting = (1.0 + service.variation()) / 2.0 / (full.per_unit * (1.0 - full.utilisation));
    mean_of_waiting.is_finite().then_some(Wait { share, mean_of_waiting })
}
