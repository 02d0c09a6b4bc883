# SPDX-License-Identifier: Apache-2.0

.sites <- c(lumbar_spine = "lumbar spine", total_hip = "total hip", femoral_neck = "femoral neck",
            distal_radius = "one-third radius")
.markers <- c(s_ctx = "CTX in serum", s_ntx = "NTX in serum", u_ntx = "NTX in urine", s_p1np = "P1NP in serum",
              s_bsap = "BSAP in serum", s_osteocalcin = "Osteocalcin in serum",
              s_ucoc = "Undercarboxylated osteocalcin")
.families <- c(bmd = "Density, %s", bmd_change = "Change of density, %s", t_score = "T-score, %s", z_score = "Z-score, %s",
               marker = "%s", marker_change = "Change of %s", fracture_risk = "%s fracture so far",
               fracture_risk_10y = "%s fracture in ten years", drug = "Level of %s", doses_given = "Doses of %s so far")
# Okabe and Ito: told apart by people who see few colours.
.colours <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")

# An observable in plain words.
title_of <- function(name) {
    family <- sub("\\..*", "", name)
    member <- sub("^[^.]*\\.", "", name)
    if (!family %in% names(.families))
        return(sub("^core\\.", "Core: ", gsub("_", " ", name)))
    known <- c(.sites, .markers)
    words <- if (member %in% names(known)) known[[member]] else gsub("_", " ", member)
    title <- sprintf(.families[[family]], words)
    sub("^(.)", "\\U\\1", title, perl = TRUE)
}

is_probability <- function(name) startsWith(name, "fracture_risk")

axis_label <- function(unit) if (unit == "1") "" else unit

# Lines that people look for.
reference_lines <- function(name) {
    if (startsWith(name, "t_score.")) c(-1, -2.5)
    else if (grepl("^(bmd_change|marker_change|z_score)\\.", name)) 0
}

the_caveat <- function() sprintf("Simulated by bonemodel %s: research and education, not medical advice.", .Call(C_version))

caveat <- function(line = -1) graphics::mtext(the_caveat(), side = 1, line = line, outer = TRUE, cex = 0.6, col = "grey40")

# The data of a plot: probabilities in percent, time in years.
plotted <- function(x, observables) {
    data <- a_simulation(x)$data
    observables <- if (is.null(observables)) unique(data$observable) else the_observables(observables)
    missing <- setdiff(observables, data$observable)
    if (length(missing))
        refuse("%s was not read; there are %s", missing[[1L]], paste(unique(data$observable), collapse = ", "))
    data <- data[data$observable %in% observables, ]
    percent <- is_probability(data$observable)
    for (column in c("value", "sd", "p05", "p50", "p95"))
        data[[column]][percent] <- 100 * data[[column]][percent]
    data$unit[percent] <- "%"
    data$years <- data$time_days / 365.25
    data$observable <- factor(data$observable, observables)
    data$arm <- factor(data$arm, unique(data$arm))
    data
}

#' Plot a simulation
#'
#' A panel for each observable, a line for each arm. Of a cohort or a prediction the area is from the 5th to the 95th
#' percentile. T-scores have lines at -1 and -2.5, changes at 0; risks are in percent. Below stands what the picture is: a
#' simulation, and no advice. With ggplot2, `ggplot2::autoplot()` makes the same picture as an object.
#'
#' @param x what [bm_simulate()] or [bm_predict()] returned, or several of them that `c()` has put together.
#' @param object the same.
#' @param observables which to show, and in which order; `NULL`: all.
#' @param colours of the arms.
#' @param ... more for [graphics::plot.default()]; not used by `autoplot()`.
#' @return `plot()` returns `x`, invisibly; `autoplot()` a plot of ggplot2.
#' @examples
#' woman <- bm_woman(age_years = 61, t_score.total_hip = -1.2)
#' result <- bm_simulate(woman, regimen("letrozole"), seq(0, 1826, by = 30),
#'                       c("t_score.total_hip", "marker_change.s_ctx"))
#' plot(result)
#' if (requireNamespace("ggplot2", quietly = TRUE))
#'     ggplot2::autoplot(result)
#' @export
plot.bm_simulation <- function(x, observables = NULL, colours = NULL, ...) {
    data <- plotted(x, observables)
    panels <- levels(data$observable)
    arms <- levels(data$arm)
    colours <- rep_len(if (is.null(colours)) .colours else colours, length(arms))
    size <- grDevices::n2mfrow(length(panels))
    before <- graphics::par(mfrow = size, mar = c(3.2, 3.6, 2.2, 0.8), oma = c(if (length(arms) > 1L) 4 else 2, 0, 0, 0),
                            mgp = c(2, 0.6, 0), las = 1, cex = 0.8)
    on.exit(graphics::par(before))
    for (panel in panels) {
        here <- data[data$observable == panel, ]
        lines <- reference_lines(panel)
        range_y <- range(here$value, here$p05, here$p95, lines, na.rm = TRUE)
        graphics::plot(range(here$years), range_y, type = "n", xlab = "Years", ylab = axis_label(here$unit[[1L]]),
                       main = title_of(panel), bty = "l", font.main = 1, ...)
        graphics::abline(h = lines, lty = 3, col = "grey50")
        for (i in seq_along(arms)) {
            one <- here[here$arm == arms[[i]], ]
            if (!all(is.na(one$p05)))
                graphics::polygon(c(one$years, rev(one$years)), c(one$p05, rev(one$p95)), border = NA,
                                  col = grDevices::adjustcolor(colours[[i]], 0.2))
        }
        for (i in seq_along(arms)) {
            one <- here[here$arm == arms[[i]], ]
            graphics::lines(one$years, one$value, col = colours[[i]], lwd = 2, type = if (nrow(one) == 1L) "p" else "l")
        }
    }
    caveat(0.5)
    if (length(arms) > 1L) {
        graphics::par(fig = c(0, 1, 0, 1), oma = c(0, 0, 0, 0), mar = c(0, 0, 0, 0), new = TRUE)
        graphics::plot.new()
        graphics::legend("bottom", arms, col = colours, lwd = 2, horiz = length(arms) <= 4L, ncol = if (length(arms) > 4L) 3L else 1L,
                         bty = "n", cex = 0.8)
    }
    invisible(x)
}

#' @rdname plot.bm_simulation
#' @exportS3Method ggplot2::autoplot
autoplot.bm_simulation <- function(object, observables = NULL, colours = NULL, ...) {
    data <- plotted(object, observables)
    panels <- levels(data$observable)
    units <- vapply(panels, function(name) axis_label(data$unit[data$observable == name][[1L]]), "")
    titles <- stats::setNames(paste0(vapply(panels, title_of, ""), ifelse(nzchar(units), paste0(" [", units, "]"), "")), panels)
    lines <- do.call(rbind, lapply(panels, function(name) {
        at <- reference_lines(name)
        if (length(at)) data.frame(observable = factor(name, panels), at = at)
    }))
    arms <- levels(data$arm)
    colours <- rep_len(if (is.null(colours)) .colours else colours, length(arms))
    .data <- ggplot2::.data
    picture <- ggplot2::ggplot(data, ggplot2::aes(.data$years, .data$value, colour = .data$arm, fill = .data$arm))
    if (!is.null(lines))
        picture <- picture + ggplot2::geom_hline(data = lines, ggplot2::aes(yintercept = .data$at), linetype = 3,
                                                 colour = "grey50")
    if (!all(is.na(data$p05)))
        picture <- picture + ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$p05, ymax = .data$p95), alpha = 0.2, colour = NA)
    picture + ggplot2::geom_line() +
        ggplot2::facet_wrap(~observable, scales = "free_y", labeller = ggplot2::as_labeller(titles)) +
        ggplot2::scale_colour_manual(values = colours) + ggplot2::scale_fill_manual(values = colours) +
        ggplot2::labs(x = "Years", y = NULL, colour = NULL, fill = NULL, caption = the_caveat()) +
        ggplot2::theme_minimal() +
        ggplot2::theme(legend.position = if (length(arms) > 1L) "bottom" else "none")
}
