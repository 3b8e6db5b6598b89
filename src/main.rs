//! The command line: it reads files, calls the library, and shows what comes back.

mod cli;

use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use cli::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    panic::set_hook(Box::new(|fault| cli::terminal::talk(&apology(fault))));
    let exit = panic::catch_unwind(|| cli::run(std::env::args_os())).unwrap_or(Exit::Fault);
    ExitCode::from(exit as u8)
}

/// What is said when the program itself is wrong.
fn apology(fault: &PanicHookInfo) -> String {
    let payload = fault.payload();
    let what = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("unknown");
    let place = fault.location().map(|at| format!(" ({}:{})", at.file(), at.line()));
    format!(
        "fault: this is a fault of napkin {}, not of your input; please report it with the command and the file\n  {}{}\n",
        env!("CARGO_PKG_VERSION"),
        cli::terminal::visible(what),
        place.unwrap_or_default(),
    )
}
