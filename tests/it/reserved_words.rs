//! The words that may be no names, against what real servers refuse.

use crate::databases::Server;
use napkin::reserved::{Speaker, is_reserved};

/// Reserved since PostgreSQL 16.
const NEWER: [&str; 1] = ["system_user"];

#[test]
fn words_of_postgres_are_those_of_the_server() {
    let Some(server) = Server::postgres() else { return };
    let said = server.ask("\\t\n\\a\nSELECT word || '|' || (catcode IN ('R', 'T')) FROM pg_get_keywords();");
    assert!(said.fine, "{}", said.err);
    let words: Vec<(&str, bool)> = said
        .out
        .lines()
        .filter_map(|line| line.split_once('|'))
        .map(|(word, reserved)| (word, reserved == "true"))
        .collect();
    assert!(words.len() > 300, "{}", said.out);
    let wrong =
        |(word, reserved): &&(&str, bool)| Speaker::Postgres.reserves(word) != *reserved && !NEWER.contains(word);
    let wrong: Vec<_> = words.iter().filter(wrong).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// Lists the keywords that MariaDB takes for no name of a column.
const REFUSED: &str = "CREATE DATABASE words; USE words;
CREATE TABLE refused (word TEXT);
DELIMITER //
CREATE PROCEDURE try() BEGIN
  DECLARE done, bad INT DEFAULT 0;
  DECLARE name TEXT;
  DECLARE names CURSOR FOR SELECT lower(word) FROM information_schema.keywords WHERE word RLIKE '^[A-Za-z0-9_]+$';
  DECLARE CONTINUE HANDLER FOR NOT FOUND SET done = 1;
  DECLARE CONTINUE HANDLER FOR 1064 SET bad = 1;
  OPEN names;
  each_name: LOOP
    FETCH names INTO name;
    IF done THEN LEAVE each_name; END IF;
    SET bad = 0;
    EXECUTE IMMEDIATE concat('CREATE OR REPLACE TABLE t (', name, ' INT)');
    IF bad THEN INSERT INTO refused VALUES (name); END IF;
  END LOOP;
END //
DELIMITER ;
CALL try();
SELECT word FROM refused;
";

#[test]
fn what_mariadb_refuses_is_reserved() {
    let Some(server) = Server::mariadb() else { return };
    let said = server.ask(REFUSED);
    assert!(said.fine, "{}", said.err);
    let refused: Vec<&str> = said.out.lines().collect();
    assert!(refused.len() > 200, "{}", said.out);
    let open: Vec<_> = refused.iter().filter(|word| !is_reserved(word)).collect();
    assert!(open.is_empty(), "{open:?}");
}
