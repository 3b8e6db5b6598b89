//! The sign of each kind of part, 24 by 24, drawn with thin lines.

use super::super::diagram::Symbol;
use super::canvas::{Canvas, Paint, Path};
use super::geometry::{Point, Rect, Size};
use super::palette;
use crate::report::Shape;

/// Width and height of a sign.
pub const SIDE: f64 = 24.0;

/// Draws the sign with its upper left corner at `at`.
pub fn draw(canvas: &mut Canvas, at: Point, symbol: Symbol) {
    let tint = palette::tint(symbol);
    let pen = Pen {
        canvas,
        at,
        thin: Paint::both(palette::PAPER, tint.deep, 1.5),
        solid: Paint::fill(tint.deep),
    };
    match symbol {
        Symbol::Actor => pen.person(),
        Symbol::Component(shape) => match shape {
            Shape::Service => pen.service(),
            Shape::Worker => pen.worker(),
            Shape::Balancer => pen.balancer(),
            Shape::Gateway => pen.gateway(),
            Shape::Edge => pen.globe(),
            Shape::Cache => pen.bolt(),
            Shape::Database => pen.cylinder(),
            Shape::ObjectStore => pen.bucket(),
            Shape::Search => pen.lens(),
            Shape::Queue => pen.queue(),
            Shape::Log => pen.log(),
            Shape::External => pen.cloud(),
            Shape::Client => pen.phone(),
            Shape::Unknown => pen.question(),
        },
    }
}

struct Pen<'a> {
    canvas: &'a mut Canvas,
    at: Point,
    thin: Paint,
    solid: Paint,
}

impl Pen<'_> {
    fn p(&self, x: f64, y: f64) -> Point {
        Point::new(self.at.x + x, self.at.y + y)
    }

    fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, radius: f64) {
        self.canvas.rect(
            &Rect::new(self.at.x + x, self.at.y + y, width, height),
            radius,
            self.thin,
        );
    }

    fn dot(&mut self, x: f64, y: f64, radius: f64) {
        self.canvas.circle(self.p(x, y), radius, self.solid);
    }

    fn ring(&mut self, x: f64, y: f64, radius: f64) {
        self.canvas.circle(self.p(x, y), radius, self.thin);
    }

    /// An open line through the points.
    fn line(&mut self, points: &[(f64, f64)]) {
        let mut points = points.iter().map(|(x, y)| self.p(*x, *y));
        if let Some(first) = points.next() {
            let path = points.fold(Path::from(first), Path::line);
            self.canvas.path(
                &path,
                Paint {
                    fill: "none",
                    ..self.thin
                },
            );
        }
    }

    fn person(mut self) {
        self.ring(12.0, 7.0, 4.5);
        let path = Path::from(self.p(3.0, 22.0))
            .arc(Size::new(9.0, 8.5), true, self.p(21.0, 22.0))
            .close();
        self.canvas.path(&path, self.thin);
    }

    fn service(mut self) {
        self.rect(2.5, 4.0, 19.0, 16.0, 2.5);
        self.line(&[(2.5, 9.0), (21.5, 9.0)]);
        self.dot(5.7, 6.5, 0.9);
        self.dot(8.7, 6.5, 0.9);
        self.line(&[(8.5, 12.0), (6.0, 14.5), (8.5, 17.0)]);
        self.line(&[(15.5, 12.0), (18.0, 14.5), (15.5, 17.0)]);
        self.line(&[(13.2, 11.5), (10.8, 17.5)]);
    }

    fn worker(mut self) {
        for (x, y, dx, dy) in [
            (12.0, 1.8, 0.0, 3.2),
            (12.0, 22.2, 0.0, -3.2),
            (1.8, 12.0, 3.2, 0.0),
            (22.2, 12.0, -3.2, 0.0),
            (4.8, 4.8, 2.3, 2.3),
            (19.2, 4.8, -2.3, 2.3),
            (4.8, 19.2, 2.3, -2.3),
            (19.2, 19.2, -2.3, -2.3),
        ] {
            let (from, to) = (self.p(x, y), self.p(x + dx, y + dy));
            self.canvas.line(from, to, Paint::stroke(self.thin.stroke, 3.0));
        }
        self.ring(12.0, 12.0, 6.8);
        self.ring(12.0, 12.0, 2.6);
    }

    fn balancer(mut self) {
        self.line(&[(5.0, 12.0), (12.0, 12.0), (12.0, 4.0), (18.0, 4.0)]);
        self.line(&[(12.0, 12.0), (18.0, 12.0)]);
        self.line(&[(12.0, 12.0), (12.0, 20.0), (18.0, 20.0)]);
        self.ring(4.5, 12.0, 3.0);
        for y in [4.0, 12.0, 20.0] {
            self.dot(19.5, y, 2.2);
        }
    }

    fn gateway(mut self) {
        self.rect(3.0, 3.0, 18.0, 18.0, 3.0);
        self.line(&[(6.0, 9.5), (17.0, 9.5)]);
        self.line(&[(14.0, 6.5), (17.2, 9.5), (14.0, 12.5)]);
        self.line(&[(18.0, 15.5), (7.0, 15.5)]);
        self.line(&[(9.5, 12.8), (6.8, 15.5), (9.5, 18.2)]);
    }

    fn globe(mut self) {
        self.ring(12.0, 12.0, 9.5);
        self.line(&[(2.5, 12.0), (21.5, 12.0)]);
        let (top, bottom) = (self.p(12.0, 2.5), self.p(12.0, 21.5));
        let meridians = Path::from(top)
            .arc(Size::new(4.5, 9.5), true, bottom)
            .arc(Size::new(4.5, 9.5), true, top)
            .close();
        self.canvas.path(
            &meridians,
            Paint {
                fill: "none",
                ..self.thin
            },
        );
    }

    fn bolt(mut self) {
        self.ring(12.0, 12.0, 10.0);
        let path = [(7.0, 13.5), (11.2, 13.5), (10.0, 19.0), (17.0, 10.5), (12.6, 10.5)]
            .iter()
            .fold(Path::from(self.p(13.8, 5.0)), |path, (x, y)| path.line(self.p(*x, *y)))
            .close();
        self.canvas.path(&path, self.solid);
    }

    fn cylinder(self) {
        let lid = Size::new(8.5, 3.2);
        let body = Path::from(self.p(3.5, 5.5))
            .line(self.p(3.5, 18.5))
            .arc(lid, false, self.p(20.5, 18.5))
            .line(self.p(20.5, 5.5))
            .arc(lid, false, self.p(3.5, 5.5))
            .close();
        self.canvas.path(&body, self.thin);
        for y in [5.5, 12.0] {
            let rim = Path::from(self.p(3.5, y)).arc(lid, false, self.p(20.5, y));
            self.canvas.path(
                &rim,
                Paint {
                    fill: "none",
                    ..self.thin
                },
            );
        }
    }

    fn bucket(self) {
        let body = Path::from(self.p(3.0, 5.5))
            .line(self.p(5.5, 20.0))
            .arc(Size::new(6.5, 2.4), false, self.p(18.5, 20.0))
            .line(self.p(21.0, 5.5));
        self.canvas.path(&body, self.thin);
        let rim = Path::from(self.p(3.0, 5.5))
            .arc(Size::new(9.0, 3.0), true, self.p(21.0, 5.5))
            .arc(Size::new(9.0, 3.0), true, self.p(3.0, 5.5))
            .close();
        self.canvas.path(&rim, self.thin);
    }

    fn lens(mut self) {
        self.canvas.line(
            self.p(15.5, 15.5),
            self.p(21.5, 21.5),
            Paint::stroke(self.thin.stroke, 2.6),
        );
        self.ring(10.0, 10.0, 7.5);
        self.line(&[(6.5, 10.0), (13.5, 10.0)]);
        self.line(&[(8.0, 13.0), (12.0, 13.0)]);
        self.line(&[(8.0, 7.0), (12.0, 7.0)]);
    }

    fn queue(mut self) {
        self.rect(1.5, 6.0, 21.0, 12.0, 2.5);
        for x in [4.5, 9.7, 14.9] {
            let bar = Rect::new(self.at.x + x, self.at.y + 9.0, 3.6, 6.0);
            self.canvas.rect(&bar, 0.8, self.solid);
        }
    }

    fn log(mut self) {
        for (y, width) in [(2.5, 19.0), (9.0, 19.0), (15.5, 19.0)] {
            self.rect(2.5, y, width, 5.0, 1.2);
        }
        for (x, y) in [(13.5, 5.0), (9.5, 11.5), (17.0, 18.0)] {
            let filled = Rect::new(self.at.x + 2.5, self.at.y + y - 2.5, x - 2.5, 5.0);
            self.canvas.rect(&filled, 1.2, self.solid);
        }
    }

    fn cloud(self) {
        let path = Path::from(self.p(6.5, 19.0))
            .arc(Size::new(4.6, 4.6), true, self.p(6.2, 9.9))
            .arc(Size::new(6.2, 6.2), true, self.p(17.8, 9.0))
            .arc(Size::new(5.0, 5.0), true, self.p(17.5, 19.0))
            .close();
        self.canvas.path(&path, self.thin);
    }

    fn phone(mut self) {
        self.rect(6.0, 1.5, 12.0, 21.0, 2.5);
        self.line(&[(10.5, 4.5), (13.5, 4.5)]);
        self.dot(12.0, 19.2, 1.2);
    }

    fn question(mut self) {
        self.rect(3.0, 3.0, 18.0, 18.0, 4.0);
        let hook = Path::from(self.p(8.8, 9.6))
            .arc(Size::new(3.2, 3.2), true, self.p(15.2, 9.6))
            .bow(self.p(15.2, 11.6), self.p(13.2, 12.4))
            .bow(self.p(12.0, 12.9), self.p(12.0, 14.6));
        self.canvas.path(
            &hook,
            Paint {
                fill: "none",
                ..self.thin
            },
        );
        self.dot(12.0, 17.6, 1.1);
    }
}
