//! Pages of a list that somebody turns.

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Which page this is, from 1; the last one where there are fewer than was asked for.
    pub page: usize,
    /// How many pages there are; one where the list is empty.
    pub pages: usize,
    /// How long the list is.
    pub total: usize,
}

impl<T> Page<T> {
    /// The page of this number, from 1, of a list with so many a page.
    pub fn of(items: Vec<T>, page: usize, a_page: usize) -> Self {
        let total = items.len();
        let pages = total.div_ceil(a_page).max(1);
        let page = page.clamp(1, pages);
        let items = items.into_iter().skip((page - 1) * a_page).take(a_page).collect();
        Self { items, page, pages, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_last_one() {
        let page = Page::of(Vec::<u8>::new(), 7, 10);
        assert_eq!((page.page, page.pages, page.total), (1, 1, 0));
        assert_eq!(Page::of(vec![1, 2, 3], 9, 2).items, [3]);
        assert_eq!(Page::of(vec![1, 2, 3], 0, 2).items, [1, 2]);
    }
}
