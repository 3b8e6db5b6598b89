//! The way of one request: the steps that it waited for, one after another.

/// Time of one step that its request waited for, seconds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Part {
    pub network: f64,
    pub queue: f64,
    pub service: f64,
    /// Tries that failed, and waiting for a batch to fill.
    pub lost: f64,
}

impl Part {
    pub fn total(&self) -> f64 {
        self.network + self.queue + self.service + self.lost
    }

    pub fn add(&mut self, other: &Part) {
        self.network += other.network;
        self.queue += other.queue;
        self.service += other.service;
        self.lost += other.lost;
    }

    pub fn times(&self, factor: f64) -> Part {
        Part {
            network: self.network * factor,
            queue: self.queue * factor,
            service: self.service * factor,
            lost: self.lost * factor,
        }
    }
}

/// The way of a request, step by step.
#[derive(Debug, Default)]
pub struct Log {
    pub parts: Vec<(Option<usize>, Part)>,
    /// Stretches of `parts` that run beside the present one.
    beside: Vec<(usize, usize)>,
    /// The way to the last arrival at the participant.
    pub reached: Vec<(Option<usize>, Part)>,
}

impl Log {
    pub fn clear(&mut self) {
        self.parts.clear();
        self.beside.clear();
        self.reached.clear();
    }

    /// Keeps the way up to here, without what runs beside it.
    pub fn arrive(&mut self) {
        self.reached.clear();
        let mut from = 0;
        for (start, end) in &self.beside {
            self.reached
                .extend_from_slice(self.parts.get(from..*start).unwrap_or(&[]));
            from = (*end).max(from);
        }
        self.reached.extend_from_slice(self.parts.get(from..).unwrap_or(&[]));
    }
}

/// Calls that run side by side; of their ways the log keeps the longest.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    start: usize,
    /// Where the branch that runs now begins.
    branch: usize,
}

impl Group {
    pub fn start(log: &Log) -> Group {
        let start = log.parts.len();
        Group { start, branch: start }
    }

    pub fn branch(&mut self, log: &mut Log) {
        self.branch = log.parts.len();
        log.beside.push((self.start, self.branch));
    }

    /// Ends a branch: it takes the place of the others where it is what is waited for, else it is dropped.
    pub fn close(self, log: &mut Log, longest: bool) {
        log.beside.pop();
        if longest {
            log.parts.drain(self.start..self.branch);
        } else {
            log.parts.truncate(self.branch);
        }
    }
}
