"""Reports as charts, pages and spreadsheets."""
