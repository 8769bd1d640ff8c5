//! The command that tries the forecast on a file: it needs neither a database nor a network.
use crate::support::{folder, mayak, refused};
use chrono::{Days, NaiveDate};
use std::fmt::Write;
use std::path::PathBuf;
use tempfile::TempDir;

fn file(name: &str, text: &str) -> (TempDir, PathBuf) {
    let place = folder();
    let path = place.path().join(name);
    std::fs::write(&path, text).unwrap();
    (place, path)
}

/// A deal a working day: every second is won three weeks later.
fn deals(many: u64) -> String {
    let first: NaiveDate = "2025-01-06".parse().unwrap();
    let mut text = "id,owner,created,closed,outcome,amount,list_amount\n".to_owned();
    for index in 0..many {
        let created = first + Days::new(index * 7 / 5);
        let closed = created + Days::new(14 + index % 14);
        let (outcome, amount) = if index % 2 == 0 { ("won", "90000.50") } else { ("lost", "") };
        writeln!(text, "{index},Анна,{created},{closed},{outcome},{amount},100000").unwrap();
    }
    text
}

fn said(arguments: &[&str]) -> String {
    let done = mayak(arguments).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // Progress is for a terminal only.
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn a_file_of_deals_is_tried_and_the_result_is_a_table() {
    let (_place, path) = file("deals.csv", &deals(200));
    let text = said(&["backtest", path.to_str().unwrap()]);
    for part in ["200\u{a0}сделок", "Прогноз суммы", "4\u{a0}недели", "13\u{a0}недель", "ошибка"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn machines_get_the_same_as_json() {
    let (_place, path) = file("deals.csv", &deals(200));
    let text = said(&["backtest", path.to_str().unwrap(), "--json", "--count", "--warm-up", "15"]);
    let told: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&told["kind"], &told["measure"]), (&"deals".into(), &"count".into()));
    let horizons = told["horizons"].as_array().unwrap();
    let weeks: Vec<_> = horizons.iter().map(|of| of["weeks"].as_u64().unwrap()).collect();
    assert_eq!(weeks, [4, 8, 13]);
    let four = &horizons[0];
    assert!(four["origins"].as_u64().unwrap() > 15, "{text}");
    assert!(four["wape"].as_f64().unwrap() < 0.35, "{text}");
    for measure in ["bias", "p50_bias", "coverage", "pinball", "naive_wape", "run_rate_wape"] {
        assert!(four[measure].is_number(), "{measure}: {text}");
    }
}

#[test]
fn a_bad_file_is_refused_with_row_and_column() {
    let wrong = deals(3) + "9,Анна,2025-31-02,,open,,\n";
    for (text, told) in [
        (wrong.as_str(), "Строка 5, столбец created: «2025-31-02» — не день"),
        ("a,b\n1,2\n", "В первой строке нужны названия столбцов"),
        ("date,amount\n2026-01-01,5\n", "истории мало"),
    ] {
        let (_place, path) = file("bad.csv", text);
        let (code, error) = refused(&mut mayak(&["backtest", path.to_str().unwrap()]));
        assert!(code == 1 && error.contains(told), "{code} {error}");
    }
    let (code, error) = refused(&mut mayak(&["backtest", "/nowhere/a.csv"]));
    assert!(code == 1 && error.contains("не открывается"), "{code} {error}");
}

#[test]
fn norms_of_the_trade_are_told_together_and_for_deals() {
    let (_place, path) = file("deals.csv", &deals(200));
    let path = path.to_str().unwrap();
    let with = said(&["backtest", path, "--won", "30", "--weeks", "6"]);
    assert!(with.contains("Прогноз суммы") && with != said(&["backtest", path]), "{with}");
    let (code, error) = refused(&mut mayak(&["backtest", path, "--won", "30"]));
    assert!(code == 1 && error.contains("--won и --weeks задаются вместе"), "{code} {error}");
    let (_place, path) = file("receipts.csv", "date,amount\n2026-01-01,5\n2026-02-01,7\n");
    let asked = ["backtest", path.to_str().unwrap(), "--won", "30", "--weeks", "6"];
    let (code, error) = refused(&mut mayak(&asked));
    assert!(code == 1 && error.contains("только к файлу сделок"), "{code} {error}");
}

#[test]
fn an_option_of_another_kind_of_file_is_refused() {
    let (_place, path) = file("deals.csv", &deals(20));
    for (option, told) in [("--open-only", "файлу счетов"), ("--monthly", "файлу поступлений")]
    {
        let (code, error) = refused(&mut mayak(&["backtest", path.to_str().unwrap(), option]));
        assert!(code == 1 && error.contains(told), "{code} {error}");
    }
}
