//! Protocol Buffers 3: one package for each API with remote procedures, in the shape that `buf lint` asks for.

mod message;
pub mod tags;

use super::Drafted;
use super::contract::{Call, Contract, Gives, prose};
use super::name;
use crate::report::{Report, Type};
use message::{File, Line, Message, pascal_names};
use std::fmt::Write;

/// The folder that is the root of all packages, with the settings of `buf` beside them.
pub fn files(report: &Report) -> Vec<Drafted> {
    let apis = report.apis.iter().map(|api| Contract::of(report, api));
    let contracts: Vec<Contract> = apis.filter(|c| c.calls.iter().any(is_remote)).collect();
    if contracts.is_empty() {
        return Vec::new();
    }
    let system = name::short(&name::snake(&report.name), LONGEST);
    let mut names = name::Names::default();
    let mut files = vec![Drafted {
        path: "proto/buf.yaml".to_string(),
        text: format!(
            "# {}\nversion: v2\nmodules:\n  - path: .\nlint:\n  use: [STANDARD]\nbreaking:\n  use: [WIRE_JSON]\n",
            prose(&report.generated)
        ),
    }];
    for contract in &contracts {
        let api = names.take(&name::snake(&contract.api.id), LONGEST);
        let version = version(contract);
        files.push(Drafted {
            path: format!("proto/{system}/{api}/{version}/{api}.proto"),
            text: file(contract, &format!("{system}.{api}.{version}"), &api),
        });
    }
    files
}

/// Longest identifier.
const LONGEST: usize = 60;

fn is_remote(call: &Call) -> bool {
    call.operation.method == "rpc"
}

/// The version as the last part of a package: `v1`, `v2beta1`.
fn version(contract: &Contract) -> String {
    let given = contract.version().unwrap_or("v1").to_ascii_lowercase();
    let digits = |text: &str| !text.is_empty() && text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit());
    let number = given.strip_prefix('v').unwrap_or(&given);
    let parts: Vec<&str> = number.split("beta").flat_map(|part| part.split("alpha")).collect();
    match parts.as_slice() {
        [major] if digits(major) => format!("v{major}"),
        [major, minor] if digits(major) && digits(minor) => given,
        // A date or three numbers: the first of them breaks clients.
        _ => {
            let first: String = number.chars().take_while(char::is_ascii_digit).take(3).collect();
            let major = first.trim_start_matches('0');
            format!("v{}", if major.is_empty() { "1" } else { major })
        }
    }
}

fn file(contract: &Contract, package: &str, api: &str) -> String {
    let mut file = File::new(contract.report);
    let mut methods = String::new();
    let mut rpcs = pascal_names();
    let service = format!("{}Service", name::pascal(api));
    file.reserve(&service);
    for call in contract.calls.iter().filter(|c| is_remote(c)) {
        let rpc = rpcs.take(message::type_name(&call.operation.target), |name, n| {
            format!("{name}{n}")
        });
        let request = file.request(&rpc, call);
        let response = file.response(&rpc, call);
        let (stream, why) = match answers(contract, call) {
            Answers::Once => ("", None),
            Answers::InChunks => (
                "stream ",
                Some("The bytes come in chunks, since a message is held in memory whole."),
            ),
            Answers::AsLongAsHeld => ("stream ", Some("Answers come as long as the caller holds the call.")),
        };
        for line in comments(contract, call).iter().map(String::as_str).chain(why) {
            let _ = writeln!(methods, "  // {line}");
        }
        let _ = writeln!(methods, "  rpc {rpc}({request}) returns ({stream}{response});");
    }
    let mut out = format!("// {}\n\nsyntax = \"proto3\";\n\n", prose(&contract.report.generated));
    let _ = writeln!(out, "package {package};\n");
    let imports = file.imports();
    if !imports.is_empty() {
        out.extend(imports.iter().map(|path| format!("import \"{path}\";\n")));
        out.push('\n');
    }
    out.push_str(
        "// A draft over this file keeps its numbers: a new field takes the next one, and the number and the name of one\n\
         // that is gone are reserved. What was written before is still read; `buf breaking` checks that.\n\n",
    );
    if let Some(summary) = &contract.report.summary {
        let _ = writeln!(out, "// {}", prose(summary));
    }
    let _ = write!(out, "service {service} {{\n{methods}}}\n");
    out.push_str(&file.text());
    out
}

/// How often a call answers.
enum Answers {
    Once,
    /// Bytes in parts.
    InChunks,
    /// One after another while the connection is held.
    AsLongAsHeld,
}

fn answers(contract: &Contract, call: &Call) -> Answers {
    let entity = call.gives.entity();
    let blob = entity.is_some_and(|e| e.fields.iter().any(|f| *contract.report.type_of(f) == Type::Blob));
    if blob && matches!(call.gives, Gives::One(_)) {
        Answers::InChunks
    } else if entity.is_some() && call.is_held() {
        Answers::AsLongAsHeld
    } else {
        Answers::Once
    }
}

fn comments(contract: &Contract, call: &Call) -> Vec<String> {
    let wants = contract.wants(call).into_iter();
    let mut says: Vec<String> = wants
        .map(|(id, want)| format!("{}: {}.", prose(id), prose(want)))
        .collect();
    if let Some(flow) = call.flow
        && flow.peak.value.is_some()
    {
        says.push(format!(
            "Flow {}, {} at the peak.",
            prose(&flow.id),
            prose(&flow.peak.text)
        ));
    }
    if let Some(part) = call.remembered_by() {
        let field = name::snake(&part.field.name);
        says.push(format!("A second call with the same {field} makes nothing new."));
    }
    says
}

/// A message made of lines; shown here so that the two files share one printer.
fn print(message: &Message) -> String {
    let mut out = String::from("\n");
    for line in &message.says {
        let _ = writeln!(out, "// {line}");
    }
    if message.lines.is_empty() {
        let _ = writeln!(out, "{} {} {{}}", message.word, message.name);
        return out;
    }
    let _ = writeln!(out, "{} {} {{", message.word, message.name);
    for Line { says, text } in &message.lines {
        if let Some(says) = says {
            let _ = writeln!(out, "  // {says}");
        }
        let _ = writeln!(out, "  {text}");
    }
    out.push_str("}\n");
    out
}
