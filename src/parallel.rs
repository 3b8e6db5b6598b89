//! Work whose parts need nothing of one another, on several cores. What comes out is the same on any number of them.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Most threads of one work: beyond it, memory is what they wait for.
const MOST_THREADS: usize = 8;

/// As much as the main thread has on the usual systems.
const STACK: usize = 8 << 20;

/// How many threads are worth their start for so many components on so many cores.
pub fn threads(components: usize, cores: usize) -> usize {
    const LARGE: usize = 500;
    if components < LARGE {
        return 1;
    }
    cores.clamp(1, MOST_THREADS)
}

/// What each job gives, in the order of the jobs, whoever did it. Where no thread can be had, this one does all.
pub fn map<J: Sync, T: Send>(jobs: &[J], threads: usize, run: impl Fn(&J) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(at) else { return done };
            done.push((at, run(job)));
        }
    };
    let mut done = thread::scope(|scope| {
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => resume_unwind(panic),
            }
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    /// Later jobs take less, so that they are done first.
    #[test]
    fn results_stand_in_the_order_of_the_jobs() {
        let jobs: Vec<u64> = (0..200).rev().collect();
        let sum = |n: &u64| (0..n * 1000).fold(0_u64, u64::wrapping_add);
        let alone = map(&jobs, 1, sum);
        assert_eq!(alone[199], 0);
        assert_eq!(alone[198], 499_500);
        for threads in [0, 2, 8, 300] {
            assert_eq!(map(&jobs, threads, sum), alone);
        }
        assert!(map(&[] as &[u64], 4, sum).is_empty());
    }

    #[test]
    #[should_panic = "job 7"]
    fn a_panic_is_not_lost_in_a_thread() {
        let jobs: Vec<u32> = (0..20).collect();
        map(&jobs, 4, |job| assert!(*job != 7, "job {job}"));
    }
}
