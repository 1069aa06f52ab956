"""Runs the queries of docs/dossier.md over a dossier with DuckDB, and compares what
they give with the summary.json of adentro's own run.

usage: dossier-sql.py docs/dossier.md DOSSIER SUMMARY

A query is a block of SQL in the page that begins with "-- = EXPRESSION": the value that it must
give, in the terms of summary.json (s). The catalogue is copied into DuckDB's memory by Python's
own sqlite3, because DuckDB's SQLite extension must be downloaded.
"""
import glob
import json
import os
import re
import sqlite3
import sys

import duckdb


def newest(dossier):
    return max(glob.glob(os.path.join(dossier, "catalogue-*.db")), key=lambda f: int(os.path.basename(f).split("-")[1]))


def attach(con, path):
    """Makes the tables of the catalogue those of a schema of that name."""
    con.execute("CREATE SCHEMA catalogue")
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    for name in names:
        columns = db.execute(f"SELECT name, type FROM pragma_table_info('{name}')").fetchall()
        kinds = {"INTEGER": "BIGINT", "REAL": "DOUBLE"}
        spec = ", ".join(f'"{c}" {kinds.get(t, "BIGINT" if name == "lists" and c in ("pages", "entries") else "VARCHAR")}' for c, t in columns)
        con.execute(f"CREATE TABLE catalogue.{name}({spec})")
        rows = db.execute(f"SELECT * FROM {name}").fetchall()
        if rows:
            con.executemany(f"INSERT INTO catalogue.{name} VALUES ({', '.join('?' * len(columns))})", rows)


def main(page, dossier, summary):
    text = open(page, encoding="utf-8").read()
    blocks = re.findall(r"```sql\n(.*?)```", text, re.S)
    s = json.load(open(summary, encoding="utf-8"))
    con = duckdb.connect()
    attach(con, newest(dossier))
    os.chdir(dossier)
    ran = failed = 0
    for block in blocks:
        if block.startswith("ATTACH"):
            continue
        head = re.match(r"-- = (.*)\n", block)
        rows = con.execute(block).fetchall()
        if not head:
            continue
        ran += 1
        want = eval(head[1], {"s": s})
        got = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else [list(r) for r in rows]
        same = got == want
        failed += not same
        if same:
            print(f"same: {str(got)[:60]} = {head[1][:80]}")
        else:
            print(f"DIFFERENT: {head[1]}\n  DuckDB  {got}\n  adentro {want}")
    if ran == 0:
        sys.exit("the page has no query to compare")
    if failed:
        sys.exit(f"{failed} of {ran} queries differ")
    print(f"{ran} queries, all as adentro says; DuckDB {duckdb.__version__}")


main(*map(os.path.abspath, sys.argv[1:4]))
