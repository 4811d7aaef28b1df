"""Where listings, brand books and team documents come from: marketplaces, feeds, files."""
