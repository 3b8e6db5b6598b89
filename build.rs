//! Embeds the catalog, the templates and the reference designs: lists of (path, text), sorted, so that a new file needs no registration.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    for (folder, ending, name) in [
        ("catalog", "yaml", "CATALOG"),
        ("templates", "md", "TEMPLATES"),
        ("designs", "yaml", "DESIGNS"),
    ] {
        println!("cargo:rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&root.join(folder), ending, &mut files)?;
        files.sort();
        let mut code = format!("pub static {name}: &[(&str, &str)] = &[\n");
        for file in files {
            let path = file
                .strip_prefix(&root)
                .unwrap_or(&file)
                .to_string_lossy()
                .replace('\\', "/");
            let _ = writeln!(code, "    ({path:?}, include_str!({:?})),", file.to_string_lossy());
        }
        code.push_str("];\n");
        fs::write(out.join(format!("{folder}.rs")), code)?;
    }
    Ok(())
}

fn collect(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, ending, files)?;
        } else if path.extension().is_some_and(|e| e == ending) {
            files.push(path);
        }
    }
    Ok(())
}
