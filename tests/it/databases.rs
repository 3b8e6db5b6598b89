//! Real database servers, each in a folder of its own, reached by a socket in it, gone with the test.

use crate::tools::skip;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that runs until it is dropped.
pub struct Server {
    folder: PathBuf,
    child: Option<Child>,
    client: Vec<String>,
}

/// What a client said about a script.
pub struct Said {
    pub fine: bool,
    pub out: String,
    pub err: String,
}

impl Server {
    /// PostgreSQL; `None`, said loudly, where it is not installed.
    pub fn postgres() -> Option<Server> {
        let install = "apt-get install postgresql";
        let Some(bin) = newest(Path::new("/usr/lib/postgresql")) else {
            skip("PostgreSQL", install);
            return None;
        };
        let folder = fresh("postgres");
        let (data, socket) = (folder.join("data"), folder.display().to_string());
        let initdb = bin.join("bin/initdb");
        let made = unprivileged(&initdb, "postgres")
            .arg("-D")
            .arg(&data)
            .args(["-A", "trust", "-U", "napkin", "-E", "UTF8", "--no-locale", "--no-sync"])
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let child = unprivileged(&bin.join("bin/postgres"), "postgres")
            .arg("-D")
            .arg(&data)
            .args(["-k", &socket, "-c", "listen_addresses=", "-c", "fsync=off"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres runs");
        let client = [
            "psql",
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "napkin",
            "-d",
            "postgres",
            "-h",
            &socket,
        ];
        Some(Server::wait(folder, child, &client, "SELECT 1;"))
    }

    /// MariaDB, which reads the SQL of MySQL; `None`, said loudly, where it is not installed.
    pub fn mariadb() -> Option<Server> {
        if !Path::new("/usr/sbin/mariadbd").exists() {
            skip("MariaDB", "apt-get install mariadb-server");
            return None;
        }
        let folder = fresh("mariadb");
        let data = folder.join("data");
        let made = unprivileged(Path::new("/usr/bin/mariadb-install-db"), "mysql")
            .args([
                "--no-defaults",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ])
            .arg(format!("--datadir={}", data.display()))
            .output()
            .expect("mariadb-install-db runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let socket = folder.join("socket").display().to_string();
        let child = unprivileged(Path::new("/usr/sbin/mariadbd"), "mysql")
            .args([
                "--no-defaults",
                "--skip-networking",
                "--skip-log-bin",
                "--innodb-flush-method=nosync",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=0",
                "--innodb-file-per-table=0",
            ])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--socket={socket}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("mariadbd runs");
        let client = ["mariadb", "--no-defaults", "-N", "-u", "root", "-S", &socket];
        Some(Server::wait(folder, child, &client, "SELECT 1;"))
    }

    fn wait(folder: PathBuf, child: Child, client: &[&str], hello: &str) -> Server {
        let server = Server {
            folder,
            child: Some(child),
            client: client.iter().map(|word| (*word).to_string()).collect(),
        };
        // A server under load takes its time; it is asked again until it answers.
        let answered = (0..600).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            server.ask(hello).fine
        });
        assert!(answered, "{} does not answer", client[0]);
        server
    }

    /// Runs a script, up to its first error.
    pub fn ask(&self, script: &str) -> Said {
        let file = self.folder.join("script.sql");
        fs::write(&file, script).unwrap();
        client(&self.client, &file)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // By its own id, so that it can clean up; `kill` alone would leave its children.
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// SQLite in memory.
pub fn sqlite(script: &str) -> Option<Said> {
    if Command::new("sqlite3").arg("--version").output().is_err() {
        skip("sqlite3", "apt-get install sqlite3");
        return None;
    }
    let folder = fresh("sqlite");
    let file = folder.join("script.sql");
    fs::write(&file, script).unwrap();
    let said = client(&["sqlite3".into(), "-bail".into(), ":memory:".into()], &file);
    let _ = fs::remove_dir_all(folder);
    Some(said)
}

fn client(words: &[String], script: &Path) -> Said {
    let output = Command::new(&words[0])
        .args(&words[1..])
        .stdin(fs::File::open(script).unwrap())
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", words[0]));
    Said {
        fine: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The folder of the newest version.
fn newest(versions: &Path) -> Option<PathBuf> {
    let found = fs::read_dir(versions)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()));
    found
        .filter(|path| path.join("bin/initdb").exists())
        .max_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()))
}

/// An empty folder that every user may enter; its name is short, since a socket's path is.
fn fresh(name: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("napkin-{name}-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    folder
}

/// A server refuses to run as root: there the user of its package starts it.
fn unprivileged(program: &Path, user: &str) -> Command {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout.starts_with(b"0"));
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", user, "--regid", user, "--clear-groups", "--"])
        .arg(program);
    command.current_dir("/");
    command
}
