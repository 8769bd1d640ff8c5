//! The product's own figures for Prometheus.
use crate::cluster::used;
use crate::support::{Product, get, mayak, refused, wait_for};
use std::net::TcpListener;

#[test]
fn requests_are_counted_by_route_and_nobody_is_named() {
    let (_place, data) = used();
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", &data).env("MAYAK_METRICS_ADDR", "127.0.0.1:0");
    let (product, address) = Product::of(&mut command, &data);
    let line = product.line();
    let figures = line.split("http://").nth(1).unwrap().trim_end_matches("/metrics");
    let figures = figures.parse().unwrap();
    let secret = "5f".repeat(32);
    for path in ["/sign-in", "/people/01936d8e-0000-7000-8000-000000000001", "/no/such/page"] {
        get(address, path);
    }
    get(address, &format!("/invitations/{secret}"));

    let taken = get(figures, "/metrics");
    assert!(taken.starts_with("HTTP/1.1 200"), "{taken}");
    for line in [
        "mayak_requests_total{method=\"GET\",route=\"/sign-in\",status=\"200\"} 1",
        "mayak_requests_total{method=\"GET\",route=\"/people/{id}\",status=\"303\"} 1",
        "mayak_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1",
        "mayak_request_seconds_bucket{method=\"GET\",route=\"/sign-in\",le=\"+Inf\"} 1",
        "mayak_pool_connections{state=\"idle\"}",
        "mayak_pool_limit ",
        "mayak_begin_seconds_count ",
        "mayak_memory_bytes ",
        "mayak_info{version=",
    ] {
        assert!(taken.contains(line), "{line} in {taken}");
    }
    for named in ["01936d8e", secret.as_str(), "127.0.0.1"] {
        assert!(!taken.contains(named), "{named} in {taken}");
    }
    wait_for("задачи и письма посчитаны", || {
        let taken = get(figures, "/metrics");
        taken.contains("mayak_jobs{state=\"done\",kind=\"other\"}")
            && taken.contains("mayak_letters{state=\"sent\"} 0")
    });
    assert!(
        !get(address, "/metrics").contains("mayak_requests_total"),
        "a page of that name is another"
    );
    assert!(get(figures, "/sign-in").starts_with("HTTP/1.1 404"), "no pages among the figures");
    product.stop();
}

#[test]
fn a_taken_address_of_the_figures_is_told() {
    let (_place, data) = used();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = mayak(&[]);
    command.env("MAYAK_DATA", &data).env("MAYAK_METRICS_ADDR", &address);
    let (code, said) = refused(&mut command);
    assert_eq!(code, 1);
    assert!(said.contains(&address) && said.contains("MAYAK_METRICS_ADDR"), "{said}");
}
