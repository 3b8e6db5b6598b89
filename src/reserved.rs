//! Words of SQL that no name may be without quotes.

/// Whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Postgres,
    Mysql,
}

/// Reserved in PostgreSQL 15. Source: its documentation, appendix C.
const POSTGRES: &str = "\
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate \
    collation column concurrently constraint create cross current_catalog current_date current_role \
    current_schema current_time current_timestamp current_user default deferrable desc distinct do else end \
    except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into \
    is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on \
    only or order outer overlaps placing primary references returning right select session_user similar some \
    symmetric system_user table tablesample then to trailing true union unique user using variadic verbose when \
    where window with";

/// Reserved in MySQL 8. Source: its reference manual, section 9.3.
const MYSQL: &str = "\
    accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call \
    cascade case change char character check collate column condition constraint continue convert create cross \
    cube cume_dist current_date current_time current_timestamp current_user cursor database databases day_hour \
    day_microsecond day_minute day_second dec decimal declare default delayed delete dense_rank desc describe \
    deterministic distinct distinctrow div double drop dual each else elseif empty enclosed escaped except \
    exists exit explain false fetch first_value float float4 float8 for force foreign from fulltext function \
    generated get grant group grouping groups having high_priority hour_microsecond hour_minute hour_second if \
    ignore in index infile inner inout insensitive insert int int1 int2 int3 int4 int8 integer intersect \
    interval into io_after_gtids io_before_gtids is iterate join json_table key keys kill lag last_value lateral \
    lead leading leave left like limit linear lines load localtime localtimestamp lock long longblob longtext \
    loop low_priority master_bind master_ssl_verify_server_cert match maxvalue mediumblob mediumint mediumtext \
    middleint minute_microsecond minute_second mod modifies natural no_write_to_binlog not nth_value ntile null \
    numeric of on optimize optimizer_costs option optionally or order out outer outfile over partition \
    percent_rank precision primary procedure purge range rank read read_write reads real recursive references \
    regexp release rename repeat replace require resignal restrict return revoke right rlike row row_number rows \
    schema schemas second_microsecond select sensitive separator set show signal smallint spatial specific sql \
    sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate sqlwarning ssl starting stored \
    straight_join system table terminated then tinyblob tinyint tinytext to trailing trigger true undo union \
    unique unlock unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar \
    varcharacter varying virtual when where while window with write xor year_month zerofill";

/// Keywords of these, of MariaDB and of SQLite 3 that are reserved in some places only. Source: the same, and SQLite,
/// "SQLite keywords".
const OTHERS: &str = "\
    abort action after always attach autoincrement begin commit conflict current deferred delete_domain_id \
    detach do_domain_ids exclude excluded exclusive fail filter first following general glob ignore_domain_ids \
    immediate indexed instead last manual master_demote_to_replica master_demote_to_slave materialized no \
    nothing nulls others page_checksum parallel parse_vcol_expr period plan portion pragma preceding qualify \
    query raise ref_system_id reindex rollback savepoint sequence slow stats_auto_recalc stats_persistent \
    stats_sample_pages temp temporary ties transaction unbounded vacuum versioning view without";

fn is_one(words: &str, name: &str) -> bool {
    words.split_ascii_whitespace().any(|word| word == name)
}

impl Speaker {
    /// Whether a name in lower case has to be quoted wherever it stands.
    pub fn reserves(self, name: &str) -> bool {
        is_one(
            match self {
                Speaker::Postgres => POSTGRES,
                Speaker::Mysql => MYSQL,
            },
            name,
        )
    }
}

/// Whether a name in lower case means something in a dialect of SQL, at least in some places: to quote it is never wrong.
pub fn is_reserved(name: &str) -> bool {
    [POSTGRES, MYSQL, OTHERS].iter().any(|words| is_one(words, name))
}
