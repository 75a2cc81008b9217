//! The approved code: how many of the clinic's patients the insurer paid for, and how much in all.
//! Nothing else leaves, and not even that of fewer patients than `--at-least` says.
//!
//! Reads /in/patients (a number a line) and /in/payments (number,cents a line); writes /out/total.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::ExitCode;

/// Calls `take` with each line of a file; what is wrong with one is told with its number alone,
/// since its content is nobody else's business.
fn each_line(path: &str, mut take: impl FnMut(&str) -> Option<()>) -> Result<(), String> {
    let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
    for (index, line) in BufReader::new(file).lines().enumerate() {
        let line = line.map_err(|error| format!("{path}: {error}"))?;
        take(&line).ok_or(format!("{path}: line {} is not of its form", index + 1))?;
    }
    Ok(())
}

fn read_patients(path: &str) -> Result<BTreeSet<u64>, String> {
    let mut patients = BTreeSet::new();
    each_line(path, |line| {
        patients.insert(line.parse().ok()?);
        Some(())
    })?;
    Ok(patients)
}

/// What was paid for each patient; several payments add up.
fn read_payments(path: &str) -> Result<BTreeMap<u64, u64>, String> {
    let mut payments = BTreeMap::new();
    each_line(path, |line| {
        let (patient, cents) = line.split_once(',')?;
        let paid: &mut u64 = payments.entry(patient.parse().ok()?).or_default();
        *paid = paid.checked_add(cents.parse().ok()?)?;
        Some(())
    })?;
    Ok(payments)
}

fn total(at_least: usize) -> Result<String, String> {
    let patients = read_patients("/in/patients")?;
    let payments = read_payments("/in/payments")?;
    let paid: Vec<u64> = patients
        .iter()
        .filter_map(|patient| payments.get(patient).copied())
        .collect();
    if paid.len() < at_least {
        return Ok("{\"too_few\": true}\n".to_string());
    }
    let sum = paid
        .iter()
        .try_fold(0u64, |sum, cents| sum.checked_add(*cents));
    let sum = sum.ok_or("the sum is too large")?;
    Ok(format!(
        "{{\"patients\": {}, \"cents\": {sum}}}\n",
        paid.len()
    ))
}

fn run() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let at_least = match arguments.as_slice() {
        [name, value] if name == "--at-least" => {
            value.parse().map_err(|_| "--at-least takes a number")?
        }
        _ => return Err("usage: --at-least N".to_string()),
    };
    let text = total(at_least)?;
    std::fs::write("/out/total", text).map_err(|error| format!("/out/total: {error}"))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("private-set-sum: {why}");
            ExitCode::FAILURE
        }
    }
}
