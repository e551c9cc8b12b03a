using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace K3Monitor.Store.Relational.Migrations
{
    /// <inheritdoc />
    public partial class OwnLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OwnBeats",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Stopped = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OwnBeats", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "OwnOutages",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    To = table.Column<long>(type: "INTEGER", nullable: false),
                    Cause = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OwnOutages", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OwnOutages_From",
                table: "OwnOutages",
                column: "From");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OwnBeats");

            migrationBuilder.DropTable(
                name: "OwnOutages");
        }
    }
}
